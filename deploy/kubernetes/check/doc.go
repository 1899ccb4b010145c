// Package check reads the objects for Kubernetes as its API server would, strictly, and finds what that would take
// without a word: names that lead nowhere, selectors that choose nothing, pods that may do more than they need.
package check
