// Package scheme has no APIs: see ../../rest. Helm has them for .Capabilities.APIVersions, which the chart does not ask for.
package scheme

import "k8s.io/apimachinery/pkg/runtime"

// Scheme is empty.
var Scheme = runtime.NewScheme()
