package main

import (
	"path"
	"regexp"
	"strings"
)

// source is where the files of a commit can be read.
const source = "https://github.com/argus-power/argus/blob/"

var link = regexp.MustCompile(`\]\(([^)#\s]+)`)

// linked returns a page as a release has it: links to what is only in the checkout lead to the commit that the release
// is of. Other files are returned as they are. The names are all that are shipped.
func (r *release) linked(name string, text []byte, names []string) []byte {
	if path.Ext(name) != ".md" {
		return text
	}
	return link.ReplaceAllFunc(text, func(found []byte) []byte {
		to := strings.TrimPrefix(string(found), "](")
		file := path.Join(path.Dir(name), to)
		if strings.Contains(to, ":") || isPacked(names, file) {
			return found
		}
		return []byte("](" + source + r.revision + "/" + file)
	})
}

// isPacked says whether a file, or a folder with a file in it, is among the names.
func isPacked(names []string, file string) bool {
	for _, name := range names {
		if name == file || strings.HasPrefix(name, file+"/") {
			return true
		}
	}
	return false
}
