# The same forest in Shiny: a choice and one plot of metafor, which pools the studies that are shown.
# `Rscript app.R PORT` serves it on loopback until it is stopped.

library(shiny)
suppressMessages(library(metafor))

studies <- data.frame(
  name = paste("Study", 1:15),
  x = c(4, 9, 12, 6, 15, 8, 22, 11, 7, 18, 13, 5, 10, 16, 9),
  n = c(11, 17, 25, 12, 28, 21, 48, 20, 14, 31, 24, 13, 17, 30, 19)
)

page <- fluidPage(
  titlePanel("One forest"),
  selectInput("shown", "Studies", c("all", "latest")),
  plotOutput("forest", height = 450)
)

serve <- function(input, output) {
  output$forest <- renderPlot({
    rows <- if (input$shown == "all") studies else studies[1:10, ]
    rates <- escalc(measure = "PLO", xi = x, ni = n, data = rows, slab = name)
    forest(rma(yi, vi, data = rates), transf = transf.ilogit)
  })
}

runApp(
  shinyApp(page, serve),
  port = as.integer(commandArgs(trailingOnly = TRUE)),
  host = "127.0.0.1",
  launch.browser = FALSE
)
