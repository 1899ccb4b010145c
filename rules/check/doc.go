// Package check finds what can never be right in an expression for Prometheus: a metric that
// Argus does not have, a label that the metric does not have, a word that is no value of the
// label, two sides of a join that never meet. A rule or a panel with such a mistake is silent for
// ever, and nobody notices before the day on which it should have said something.
package check
