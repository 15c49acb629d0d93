# Weighted estimates and chi-squares as R survey has them: svymean, svyby, svyratio, svyquantile, svychisq.
# Called with a folder; writes stats_survey.json there. Debian: r-base-core, r-cran-survey.

suppressMessages(library(survey))
options(warn = 2)
set.seed(20261122)

# Names and numbers as JSON with all 17 digits; R's own writers stop at 15.
json <- function(it) {
  if (is.list(it)) {
    inner <- vapply(it, json, "")
    if (is.null(names(it))) return(paste0("[", paste(inner, collapse = ", "), "]"))
    return(paste0("{", paste0("\"", names(it), "\": ", inner, collapse = ", "), "}"))
  }
  if (is.character(it)) return(paste0("\"", it, "\""))
  text <- ifelse(is.na(it), "null", sprintf(if (is.integer(it)) "%d" else "%.15g", it))
  full <- is.double(it) & !is.na(it) & suppressWarnings(as.numeric(text)) != it
  text[full] <- sprintf("%.17g", it[full])
  paste0("[", paste(text, collapse = ", "), "]")
}

# Values, a share, a denominator, a domain and weights, with everything about them that survey estimates.
estimates <- function(name, n, values, weights) {
  data <- data.frame(x = values, w = weights, one = 1,
                     hit = rbinom(n, 1, 0.3), below = round(runif(n, 1, 5), 2), domain = rbinom(n, 1, 0.4))
  design <- svydesign(ids = ~1, weights = ~w, data = data)
  mean <- svymean(~x, design, deff = "replace")
  share <- svymean(~hit, design, deff = "replace")
  within <- subset(design, domain == 1)
  part <- svymean(~x, within, deff = "replace")
  by <- svyby(~x, ~domain, design, svymean)
  stopifnot(abs(by$se[2] - SE(part)) < 1e-12)
  ratio <- svyratio(~x, ~below, design)
  # What deff = TRUE adds to "replace", where the weights are numbers of people.
  people <- svydesign(ids = ~1, weights = ~I(w * 50), data = data)
  finite <- svymean(~x, people, deff = TRUE)
  median <- function(rule, over) as.numeric(coef(svyquantile(~x, over, 0.5, qrule = rule, ci = FALSE)))
  list(name = name, x = data$x, w = data$w, hit = as.integer(data$hit), below = data$below,
       domain = as.integer(data$domain),
       mean = c(coef(mean), SE(mean), deff(mean)), share = c(coef(share), SE(share), deff(share)),
       part = c(coef(part), SE(part), deff(part)), ratio = c(coef(ratio), SE(ratio)),
       variance = c(coef(svyvar(~x, design)), coef(svyvar(~x, within))),
       finite = c(deff(finite), sum(weights) * 50 / (sum(weights) * 50 - n)),
       median = c(median("school", design), median("school", within)))
}

# A table of two questions, by every correction that we have. `empty` leaves some cells without anybody.
square <- function(name, n, rows, columns, weights, tied = 0, empty = FALSE) {
  row <- sample.int(rows, n, TRUE)
  column <- ifelse(runif(n) < tied, (row - 1) %% columns + 1, sample.int(columns, n, TRUE))
  if (empty) column[row == 1 & column == 1] <- 2
  data <- data.frame(row = factor(row), column = factor(column), w = weights)
  design <- svydesign(ids = ~1, weights = ~w, data = data)
  second <- svychisq(~row + column, design, statistic = "F")
  first <- svychisq(~row + column, design, statistic = "Chisq")
  list(name = name, row = as.integer(row - 1), column = as.integer(column - 1), w = weights,
       f = c(second$statistic, second$parameter, second$p.value),
       first = c(first$statistic, first$parameter, first$p.value))
}

uneven <- function(n) round(rlnorm(n, 0, 0.5), 3)

out <- list(
  estimates = list(
    estimates("a scale of five, uneven weights", 240, as.numeric(sample.int(5, 240, TRUE)), uneven(240)),
    estimates("even weights", 61, as.numeric(sample.int(11, 61, TRUE) - 1), rep(1, 61)),
    estimates("amounts far from nought", 150, round(1e6 + rnorm(150, 0, 20), 2), uneven(150)),
    estimates("whole weights", 90, as.numeric(sample.int(7, 90, TRUE)), as.numeric(sample.int(3, 90, TRUE)))
  ),
  tables = list(
    square("two by two", 200, 2, 2, uneven(200), 0.2),
    square("three by five", 400, 3, 5, uneven(400), 0.1),
    square("six by four, tied fast", 400, 6, 4, round(uneven(400)^2, 3), 0.5),
    square("even weights", 150, 3, 3, rep(1, 150), 0.2),
    square("an empty cell", 220, 3, 4, uneven(220), 0.1, empty = TRUE),
    square("nine by twelve", 900, 9, 12, uneven(900))
  )
)
folder <- commandArgs(trailingOnly = TRUE)[1]
writeLines(json(out), file.path(folder, "stats_survey.json"))
