# Fits every data set of a CSV (set, x, n) with metafor and prints a CSV, one row a set and method.
# A fit that R refuses or that stops with an error is a row of NA with the message.
suppressMessages(library(metafor))

FITS <- list(
  glmm100 = function(x, n) rma.glmm(measure = "PLO", xi = x, ni = n, nAGQ = 100, test = "t"),
  glmm7 = function(x, n) rma.glmm(measure = "PLO", xi = x, ni = n, test = "t"),
  common = function(x, n) rma.glmm(measure = "PLO", xi = x, ni = n, method = "EE"),
  reml = function(x, n) rma(measure = "PLO", xi = x, ni = n, method = "REML", test = "knha"),
  `reml-adhoc` = function(x, n) rma(measure = "PLO", xi = x, ni = n, method = "REML", test = "adhoc"),
  dl = function(x, n) rma(measure = "PLO", xi = x, ni = n, method = "DL", test = "z")
)
NUMBERS <- c("beta", "se", "tau2", "i2", "pred", "ci_lb", "ci_ub", "pi_lb", "pi_ub")

numbers_of <- function(fit) {
  rate <- predict(fit, transf = transf.ilogit)
  ahead <- if (is.null(rate$pi.lb)) c(NA, NA) else c(rate$pi.lb, rate$pi.ub)
  c(fit$beta[1], fit$se, fit$tau2, fit$I2, rate$pred, rate$ci.lb, rate$ci.ub, ahead)
}

one_row <- function(set, method, x, n) {
  error <- ""
  numbers <- tryCatch(
    suppressWarnings(numbers_of(FITS[[method]](x, n))),
    error = function(e) {
      error <<- conditionMessage(e)
      rep(NA, length(NUMBERS))
    }
  )
  data.frame(set, method, t(setNames(signif(numbers, 12), NUMBERS)), error)
}

arguments <- commandArgs(trailingOnly = TRUE)
methods <- if (length(arguments) > 1) arguments[-1] else names(FITS)
counts <- read.csv(arguments[1])
rows <- do.call(rbind, lapply(split(counts, counts$set), function(one) {
  do.call(rbind, lapply(methods, function(m) one_row(one$set[1], m, one$x, one$n)))
}))
write.csv(rows, row.names = FALSE)
