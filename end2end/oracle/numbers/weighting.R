# Weights as R survey makes them: rake, raking calibration within bounds, and trimWeights.
# Called with a folder; writes weighting.json there. Debian: r-base-core, r-cran-survey.

suppressMessages(library(survey))
options(warn = 2)

# Names and numbers as JSON with all 17 digits; R's own writers stop at 15.
json <- function(it) {
  if (is.list(it)) {
    inner <- vapply(it, json, "")
    if (is.null(names(it))) return(paste0("[", paste(inner, collapse = ", "), "]"))
    return(paste0("{", paste0("\"", names(it), "\": ", inner, collapse = ", "), "}"))
  }
  if (is.character(it)) return(paste0("\"", it, "\""))
  text <- ifelse(is.na(it), "null", sprintf(if (is.integer(it)) "%d" else "%.17g", it))
  paste0("[", paste(text, collapse = ", "), "]")
}

# A sample that is off its targets by so much: categories from 0, NA for a missing answer.
sample_of <- function(n, shares, missing = 0, off = 0.6) {
  lapply(shares, function(share) {
    drawn <- sample(seq_along(share), n, TRUE, prob = share * runif(length(share), 1 - off, 1 + off))
    drawn[runif(n) < missing] <- NA
    as.integer(drawn - 1L)
  })
}

# The design, with a missing answer as a level of its own, and the total of weights that each level shall have: the
# missing ones together what they have by the starting weights.
designed <- function(shares, categories, start) {
  n <- length(categories[[1]])
  start <- if (is.null(start)) rep(1, n) else start / mean(start)
  data <- data.frame(start = start)
  totals <- list()
  for (at in seq_along(shares)) {
    levels <- c(as.character(seq_along(shares[[at]]) - 1), "missing")
    value <- as.character(categories[[at]])
    value[is.na(value)] <- "missing"
    lost <- sum(start[value == "missing"])
    total <- c(shares[[at]] / sum(shares[[at]]) * (n - lost), lost)
    keep <- levels %in% value
    name <- paste0("m", at)
    data[[name]] <- factor(value, levels[keep])
    totals[[name]] <- setNames(total[keep], levels[keep])
  }
  list(design = svydesign(ids = ~1, weights = ~start, data = data), totals = totals)
}

raked <- function(shares, categories, start) {
  it <- designed(shares, categories, start)
  margins <- lapply(names(it$totals), function(name) reformulate(name))
  population <- lapply(names(it$totals), function(name) {
    frame <- data.frame(names(it$totals[[name]]), it$totals[[name]])
    setNames(frame, c(name, "Freq"))
  })
  weights(rake(it$design, margins, population, control = list(maxit = 10000, epsilon = 1e-12)))
}

# Raking whose weights stop at the bounds: `calibrate` takes any pair of g - 1 and its derivative. Its Newton steps
# are not damped, so they find the way only where the bounds are not too tight; tight ones are in weighting_kish.py.
capped <- function(shares, categories, start, cap) {
  it <- designed(shares, categories, start)
  base <- weights(it$design)
  stop_at <- function(u) pmin(pmax(base * exp(u), cap[1]), cap[2]) / base
  bounded <- make.calfun(
    Fm1 = function(u, bounds) stop_at(u) - 1,
    dF = function(u, bounds) ifelse(base * exp(u) > cap[1] & base * exp(u) < cap[2], exp(u), 0),
    name = "raking within bounds of weights"
  )
  formula <- reformulate(names(it$totals))
  population <- c(length(base), unlist(lapply(it$totals, function(total) total[-1])))
  names(population) <- colnames(model.matrix(formula, it$design$variables))
  weights(calibrate(it$design, formula, population, calfun = bounded, maxit = 200, epsilon = 1e-14))
}

trimmed <- function(start, cap) {
  design <- svydesign(ids = ~1, weights = ~start, data = data.frame(start = start))
  weights(trimWeights(design, upper = cap[2], lower = cap[1], strict = TRUE))
}

case <- function(name, shares, categories, start = NULL, cap = NULL) {
  result <- if (is.null(cap)) raked(shares, categories, start) else capped(shares, categories, start, cap)
  if (!is.null(cap)) stopifnot(min(abs(min(result) - cap[1]), abs(max(result) - cap[2])) < 1e-12)
  out <- list(name = name, shares = unname(shares), categories = unname(categories))
  if (!is.null(start)) out$start <- start
  if (!is.null(cap)) out$cap <- cap
  c(out, list(weights = as.numeric(result)))
}

set.seed(20261122)
three <- list(c(51.2, 48.8), c(20, 30, 25, 25), c(9, 7, 24, 60))
five <- list(c(1, 1), c(5, 4, 3, 2, 1), c(0.4, 0.6), c(10, 20, 30, 40), c(62.5, 37.5))
draws <- list(a = sample_of(200, three), b = sample_of(150, three), c = sample_of(150, five, 0.06),
              d = sample_of(200, three, off = 0.3), e = sample_of(150, five, 0.04),
              f = sample_of(150, five, 0.04, off = 0.2))
start <- round(exp(rnorm(150, 0, 0.5)), 4)

result <- list(
  rake = list(
    case("three margins", three, draws$a),
    case("starting weights", three, draws$b, start),
    case("five margins and missing answers", five, draws$c),
    case("all at once", five, draws$e, start)
  ),
  capped = list(
    case("three margins", three, draws$d, cap = c(0.7, 1.4)),
    case("starting weights and missing answers", five, draws$f, start, c(0.4, 1.7))
  ),
  trim = list(
    list(start = start, cap = c(0.3, 2), weights = as.numeric(trimmed(start, c(0.3, 2)))),
    list(start = start[1:60], cap = c(0.7, 1.6), weights = as.numeric(trimmed(start[1:60], c(0.7, 1.6))))
  ),
  versions = list(list(R = paste(R.version$major, R.version$minor, sep = "."), survey = as.character(packageVersion("survey"))))
)
folder <- commandArgs(TRUE)[1]
writeLines(paste0("{\n", paste0("\"", names(result), "\": [\n", vapply(result, function(part)
  paste(vapply(part, json, ""), collapse = ",\n"), ""), "\n]", collapse = ",\n"), "\n}"),
  file.path(folder, "weighting.json"))
