package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

var errEmptyWeb = errors.New("the file is empty, and would let everybody in; write tls_server_config: or " +
	"basic_auth_users:, or start without --web.config.file")

// parseWeb reads a web configuration, or tells the first thing that is wrong with it, in one line.
func parseWeb(name string, text []byte) (webFile, error) {
	root, err := webRoot(text)
	if err != nil {
		return webFile{}, fmt.Errorf("web configuration %s: %w", name, err)
	}
	var problems Problems
	d := &decoder{name, &problems}
	d.web(root)
	if len(problems) > 0 {
		first := slices.MinFunc(problems, func(a, b Problem) int { return a.Line - b.Line })
		return webFile{}, fmt.Errorf("web configuration %s: line %d: %s", name, first.Line, first.Text)
	}
	var file webFile
	if err := root.Decode(&file); err != nil {
		return webFile{}, fmt.Errorf("web configuration %s: %w", name, whereWrong(err))
	}
	return file, nil
}

// webRoot returns what counts of a file: its first document. One without any is being written, as a rule, or
// commented out, and it would open every door.
func webRoot(text []byte) (*yaml.Node, error) {
	var root, more yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(text))
	switch err := d.Decode(&root); {
	case errors.Is(err, io.EOF):
		return nil, errEmptyWeb
	case err != nil:
		return nil, whereWrong(err)
	case nothingIn(root.Content[0]):
		return nil, errEmptyWeb
	}
	switch err := d.Decode(&more); {
	case errors.Is(err, io.EOF):
	case err != nil:
		return nil, whereWrong(err)
	case !isNull(more.Content[0]):
		return nil, fmt.Errorf("line %d: the file has a second part after ---, which would not count; join the parts",
			more.Content[0].Line)
	}
	return root.Content[0], nil
}

// web checks all keys of a web configuration, and those values that the exporter-toolkit would take without a word
// although they do not protect, or refuse without saying what else to write.
func (d *decoder) web(root *yaml.Node) {
	section := func(name string, of ...string) func(*yaml.Node) {
		known := keys{}
		for _, key := range of {
			known[key] = func(*yaml.Node) {}
		}
		return func(n *yaml.Node) { d.mapping(n, name, known) }
	}
	d.mapping(root, "the file", keys{
		"tls_server_config":  d.webTLS,
		"basic_auth_users":   d.webUsers,
		"http_server_config": section("http_server_config", "http2", "headers"),
		"rate_limit":         section("rate_limit", "burst", "interval"),
	})
}

func (d *decoder) webUsers(n *yaml.Node) {
	switch {
	case nothingIn(n):
		d.fail(n, "basic_auth_users has no users, and no password would be asked for; add a user as htpasswd -nB "+
			"prints it, or leave the key out")
	case resolve(n).Kind != yaml.MappingNode:
		d.fail(n, "basic_auth_users must be a mapping (user: hash), not %s", kindName(resolve(n)))
	case hasKey(n, "<<"):
		d.fail(n, "basic_auth_users: merge keys (<<) are not supported; write the users out")
	}
}

var lineNumber = regexp.MustCompile(`\bline \d+`)

// whereWrong tells the lines of what is wrong with YAML: the parser's own words quote it.
func whereWrong(err error) error {
	if lines := lineNumber.FindAllString(err.Error(), 10); len(lines) > 0 {
		return errors.New("not what belongs there, near " + strings.Join(slices.Compact(lines), ", "))
	}
	return errors.New("not valid YAML")
}
