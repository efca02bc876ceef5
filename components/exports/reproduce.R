# Fits every pooled rate of this folder again with R's metafor, and compares every number.
#
#   Rscript reproduce.R
#
# Reads pooled_counts.csv (x/N of each study) and pooled.csv (our numbers) from its own folder.
# Exit status: 0 when R gives all our numbers, 1 when it does not, 2 when metafor or lme4 is missing.

# By how much a number may differ: 0.0001, of a rate (0.01 percentage points) and of log odds. R and
# we both search the top of a likelihood, and each stops a little before it. That moved no rate of
# this library by more than 0.001 points, and what is shown is rounded to 0.1 points at the finest.
TOLERANCE_PERCENT <- 0.01
TOLERANCE_LOG_ODDS <- 0.0001

PERCENT <- c("percent", "low_95", "high_95", "prediction_low_95", "prediction_high_95")
LOG_ODDS <- c("tau2", "log_odds", "se")

FITS <- list(
  # 100 nodes and t as ours; R's defaults are 7 nodes and z.
  glmm = function(x, n) {
    metafor::rma.glmm(measure = "PLO", xi = x, ni = n, nAGQ = 100, test = "t")
  },
  reml = function(x, n) {
    metafor::rma(measure = "PLO", xi = x, ni = n, method = "REML", test = "knha")
  },
  `reml-adhoc` = function(x, n) {
    metafor::rma(measure = "PLO", xi = x, ni = n, method = "REML", test = "adhoc")
  },
  dl = function(x, n) metafor::rma(measure = "PLO", xi = x, ni = n, method = "DL", test = "z"),
  common = function(x, n) metafor::rma.glmm(measure = "PLO", xi = x, ni = n, method = "EE")
)

finish <- function(status, ...) {
  message(...)
  if (interactive()) stop("status ", status, call. = FALSE) else quit(status = status)
}

# Where this script stands: by Rscript, else by source(), else the working folder.
own_folder <- function() {
  file <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
  if (length(file) == 0) file <- unlist(lapply(sys.frames(), function(frame) frame$ofile))
  if (length(file) == 0) return(getwd())
  dirname(gsub("~+~", " ", file[1], fixed = TRUE)) # Rscript writes a space like this
}

# The first column's name follows a byte order mark, which is cut off.
read_table <- function(name) {
  table <- read.csv(file.path(own_folder(), name), check.names = FALSE, stringsAsFactors = FALSE)
  names(table)[1] <- "line"
  table
}

# Our rules, read from the counts: where they hold we give no rate, though R may give a number.
our_rule <- function(method, x, n) {
  same_rates <- length(unique(x / n)) == 1
  if (length(n) < 3) return("fewer than three studies")
  if (all(x == 0) || all(x == n)) return("no event or only events")
  if (method %in% c("reml", "reml-adhoc") && same_rates) return("all rates are the same")
  ""
}

# R's numbers under our names, or the message of an error.
fit_in_r <- function(method, x, n) {
  tryCatch({
    fit <- suppressWarnings(FITS[[method]](x, n))
    rate <- suppressWarnings(predict(fit, transf = metafor::transf.ilogit))
    ahead <- if (is.null(rate$pi.lb)) c(NA, NA) else c(rate$pi.lb, rate$pi.ub)
    percent <- 100 * c(rate$pred, rate$ci.lb, rate$ci.ub, ahead)
    setNames(c(percent, fit$tau2, fit$beta[1], fit$se), c(PERCENT, LOG_ODDS))
  }, error = function(e) gsub("\\s+", " ", conditionMessage(e)))
}

row_of <- function(name, verdict, ours = NA, theirs = NA) {
  data.frame(number = name, ours = ours, R = theirs, difference = theirs - ours, verdict = verdict)
}

# One number: equal within the tolerance. A number on one side only differs.
compare <- function(name, ours, theirs) {
  if (is.na(ours) && is.na(theirs)) return(NULL)
  tolerance <- if (name %in% PERCENT) TOLERANCE_PERCENT else TOLERANCE_LOG_ODDS
  same <- !is.na(ours) && !is.na(theirs) && abs(ours - theirs) <= tolerance
  row_of(name, if (same) "ok" else "DIFFERS", ours, theirs)
}

# We give no rate: by a rule of ours, or because there is none to find, which R must then not find.
check_refusal <- function(rule, theirs) {
  if (is.character(theirs)) return(row_of("percent", "neither"))
  verdict <- if (nzchar(rule)) paste0("refused by us: ", rule) else "ONLY R"
  row_of("percent", verdict, theirs = theirs[["percent"]])
}

check_line <- function(ours, counts) {
  x <- counts$events[counts$line == ours$line]
  n <- counts$n[counts$line == ours$line]
  theirs <- fit_in_r(ours$method, x, n)
  if (length(n) != ours$studies_pooled || sum(n) != ours$n || sum(x) != ours$events) {
    rows <- row_of("percent", "DIFFERS: pooled_counts.csv has other counts")
  } else if (ours$estimable != "yes") {
    rows <- check_refusal(our_rule(ours$method, x, n), theirs)
  } else if (is.character(theirs)) {
    rows <- row_of("percent", paste("NOT IN R:", theirs), ours$percent)
  } else {
    # The common-effect model takes tau2 to be 0: it estimates none, and our cell is empty.
    names <- setdiff(c(PERCENT, LOG_ODDS), if (ours$method == "common") "tau2")
    rows <- do.call(rbind, lapply(names, function(name) compare(name, ours[[name]], theirs[[name]])))
  }
  cbind(line = ours$line, method = ours$method, rows)
}

print_rows <- function(rows) {
  shown <- function(value, format) ifelse(is.na(value), "-", sprintf(format, value))
  form <- "%-18s %-11s %-19s %12s %12s %11s  %s\n"
  cat(sprintf(form, "line", "method", "number", "PedInO", "R", "difference", "verdict"), sep = "")
  cat(sprintf(
    form, rows$line, rows$method, rows$number, shown(rows$ours, "%.6f"), shown(rows$R, "%.6f"),
    shown(rows$difference, "%.1e"), rows$verdict
  ), sep = "")
}

print_legend <- function(pooled) {
  for (i in which(!duplicated(pooled$line))) {
    said <- paste0(pooled$line[i], ": ", pooled$heading[i], ", ", pooled$group[i], "\n")
    Encoding(said) <- "UTF-8"
    cat(said)
  }
  cat("Rates and intervals are in percent; tau2, log_odds and se are on the log-odds scale.\n\n")
}

for (package in c("metafor", "lme4")) {
  if (!requireNamespace(package, quietly = TRUE)) {
    finish(2, "R has no package ", package, '. Get it with: install.packages(c("metafor", "lme4"))')
  }
}
pooled <- read_table("pooled.csv")
counts <- read_table("pooled_counts.csv")
if (nrow(pooled) == 0) finish(0, "This selection has no pooled rate: nothing to compare.")

cat(R.version.string, ", metafor ", format(packageVersion("metafor")), "\n", sep = "")
print_legend(pooled)
each <- split(pooled, seq_len(nrow(pooled)))
rows <- do.call(rbind, lapply(each, check_line, counts = counts))
print_rows(rows)

bad <- !(rows$verdict %in% c("ok", "neither") | startsWith(rows$verdict, "refused by us"))
if (any(bad)) finish(1, sum(bad), " of ", nrow(rows), " lines above are not as in R.")
cat(
  "\n", sum(rows$verdict == "ok"), " numbers are as in R, to ", TOLERANCE_PERCENT,
  " percentage points and ", format(TOLERANCE_LOG_ODDS, scientific = FALSE), " on the log-odds scale.\n", sep = ""
)
