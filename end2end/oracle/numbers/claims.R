# Shares, nets, means and differences with their intervals as R survey has them: svymean, svytotal with svycontrast.
# Called with a folder; writes claims.json there. Debian: r-base-core, r-cran-survey.

suppressMessages(library(survey))
options(warn = 2)
set.seed(20261122)

# Lists and vectors of numbers as JSON with all 17 digits; what is missing is null.
json <- function(it) {
  if (is.list(it)) {
    inner <- vapply(it, json, "")
    return(paste0("{", paste0("\"", names(it), "\": ", inner, collapse = ", "), "}"))
  }
  paste0("[", paste(ifelse(is.na(it), "null", sprintf("%.17g", it)), collapse = ", "), "]")
}

# A figure, with the ends of its interval by t on Kish's effective base of those whom it is of, and that base.
around <- function(contrast, weights) {
  effective <- sum(weights)^2 / sum(weights^2)
  half <- qt(0.975, effective - 1) * as.numeric(SE(contrast))
  value <- as.numeric(coef(contrast))
  c(value, value - half, value + half, length(weights), sum(weights), effective)
}

# All figures among those of whom `base` is true. 9 is a refusal.
figures <- function(data, base) {
  mean <- function(x) {
    data$is <- as.numeric(base & !is.na(x))
    data$x <- ifelse(data$is == 1, x, 0)
    totals <- svytotal(~x + is, svydesign(ids = ~1, weights = ~w, data = data))
    around(svycontrast(totals, quote(x / is)), data$w[data$is == 1])
  }
  difference <- function(x, y) {
    data$nx <- as.numeric(base & !is.na(x))
    data$ny <- as.numeric(base & !is.na(y))
    data$x <- ifelse(data$nx == 1, x, 0)
    data$y <- ifelse(data$ny == 1, y, 0)
    totals <- svytotal(~x + nx + y + ny, svydesign(ids = ~1, weights = ~w, data = data))
    around(svycontrast(totals, quote(x / nx - y / ny)), data$w[data$nx + data$ny > 0])
  }
  known <- ifelse(data$scale == 9, NA, data$scale)
  net <- ifelse(known >= 4, 100, ifelse(known <= 2, -100, 0))
  w <- data$w[base]
  effective <- sum(w)^2 / sum(w^2)
  share <- sum(w * (data$scale[base] %in% c(4, 5))) / sum(w)
  # Wilson's interval is that of the score test.
  wilson <- prop.test(share * effective, effective, correct = FALSE)$conf.int
  list(pct = c(100 * share, 100 * wilson, length(w), sum(w), effective),
       net = mean(net), mean = mean(data$friend), scale = mean(known),
       diff = difference(data$friend, data$advert),
       shares = difference(ifelse(data$scale %in% c(4, 5), 100, 0), ifelse(data$scale %in% c(1, 2), 100, 0)))
}

n <- 120
gaps <- function(x, share) ifelse(runif(n) < share, NA, x)
data <- data.frame(sex = sample.int(2, n, TRUE),
                   scale = gaps(sample(c(1:5, 9), n, TRUE, c(1, 2, 3, 4, 3, 1)), 0.1),
                   friend = gaps(rbinom(n, 10, 0.43), 0.2), advert = gaps(rbinom(n, 10, 0.19), 0.3),
                   w = round(rlnorm(n, 0, 0.5), 3))
even <- transform(data, w = 1)
all <- rep(TRUE, n)
out <- list(cases = as.list(data),
            weighted = figures(data, all), women = figures(data, data$sex == 2), plain = figures(even, all))
folder <- commandArgs(trailingOnly = TRUE)[1]
writeLines(json(out), file.path(folder, "claims.json"))
