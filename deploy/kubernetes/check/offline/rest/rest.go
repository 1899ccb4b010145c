// Package rest, with the others here, takes the place of k8s.io/client-go (see replace in ../../go.mod), by which Helm asks
// a cluster in "lookup". There is none: what it has for that, with all of Kubernetes' APIs, takes longer to compile than
// all the rest of these tests.
package rest

// Config would say where a cluster is.
type Config struct{}
