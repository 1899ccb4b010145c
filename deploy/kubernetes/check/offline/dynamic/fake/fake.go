// Package fake is empty. Helm's own tests have it, and so "go mod tidy" looks for it.
package fake
