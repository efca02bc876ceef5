# Times metafor's logistic model on the counts of a CSV (x, n) and prints medians in milliseconds.
# Loading and a first fit of each kind are not counted.
suppressMessages(library(metafor))
arguments <- commandArgs(trailingOnly = TRUE)
counts <- read.csv(arguments[1])
repeats <- as.integer(arguments[2])

default <- function(of) rma.glmm(measure = "PLO", xi = of$x, ni = of$n)
nodes_100 <- function(of) rma.glmm(measure = "PLO", xi = of$x, ni = of$n, nAGQ = 100)
leave_one_out <- function(of) lapply(seq_len(nrow(of)), function(i) default(of[-i, ]))

median_ms <- function(fit) {
  fit(counts)
  1000 * median(replicate(repeats, {
    start <- Sys.time()
    fit(counts)
    as.numeric(Sys.time() - start, units = "secs")
  }))
}

cat(median_ms(default), median_ms(nodes_100), median_ms(leave_one_out), sep = "\n")
