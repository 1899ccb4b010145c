package main

import (
	"bytes"
	"fmt"
	"path"
	"strings"
)

// tagged returns a file of deploy/kubernetes as a release has it: the checkout names the latest image, a release its
// own. Other files are returned as they are.
func (r *release) tagged(name string, text []byte) ([]byte, error) {
	image := "v" + strings.ReplaceAll(r.version, "+", "-") // a tag of an image has no plus
	var from, to []string
	switch {
	case !strings.HasPrefix(name, "deploy/kubernetes/"):
		return text, nil
	case path.Base(name) == "Chart.yaml":
		from = []string{"\nversion: 0.1.0\n", "\nappVersion: latest "}
		to = []string{"\nversion: " + r.version + "\n", "\nappVersion: " + image + " "}
	case bytes.Contains(text, []byte("\nimages:\n")):
		from, to = []string{"newTag: latest}"}, []string{"newTag: " + image + "}"}
	}
	for i := range from {
		if bytes.Count(text, []byte(from[i])) != 1 {
			return nil, fmt.Errorf("%s does not have %q once", name, strings.TrimSpace(from[i]))
		}
		text = bytes.ReplaceAll(text, []byte(from[i]), []byte(to[i]))
	}
	return text, nil
}
