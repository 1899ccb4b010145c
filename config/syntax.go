package config

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"sort"
	"strings"

	"gopkg.in/yaml.v3"
)

// documents returns the roots of a file's YAML documents, without empty ones.
func documents(text []byte) ([]*yaml.Node, error) {
	var roots []*yaml.Node
	for d := yaml.NewDecoder(bytes.NewReader(text)); ; {
		var doc yaml.Node
		err := d.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return roots, nil
		}
		if err != nil {
			return nil, err
		}
		if len(doc.Content) > 0 && !isNull(doc.Content[0]) {
			roots = append(roots, doc.Content[0])
		}
	}
}

// syntaxProblem says where a file stops being YAML. The parser's own lines are
// those where something began, or one too low, so that they are not used: the
// line to look at is the one that brings the mistake about.
func syntaxProblem(f File, err error) Problem {
	text := mistake(err)
	lines := bytes.SplitAfter(f.Text, []byte("\n"))
	line := sort.Search(len(lines), func(n int) bool {
		_, err := documents(bytes.Join(lines[:n], nil))
		return mistake(err) == text
	})
	if strings.Contains(text, noToken) {
		text += "; " + tokenAdvice(lines[max(line, 1)-1])
	}
	return Problem{f.Name, line, "not valid YAML: " + text}
}

var yamlPrefix = regexp.MustCompile(`^yaml: (line \d+: )?`)

// mistake words a YAML error, without its line, and with what to do about it.
func mistake(err error) string {
	if err == nil {
		return ""
	}
	text := yamlPrefix.ReplaceAllString(err.Error(), "")
	for _, known := range []struct{ part, advice string }{
		{"tab character", "indent with blanks"},
		{"mapping values are not allowed", `check the indentation, and quote a text that contains ": "`},
		{"expected key", "check the indentation"},
		{"expected '-' indicator", "check the indentation"},
		{"end of stream", "close the quotes"},
		{"alphabetic or numeric", "quote a text that begins with * or &"},
		{"directive name", "quote a text that begins with %"},
		{"non-alphabetical", "quote a text that begins with %"},
		{"UTF-8", "save the file as UTF-8"},
		{"unknown escape", `use single quotes around a text with a \`},
	} {
		if strings.Contains(text, known.part) {
			return text + "; " + known.advice
		}
	}
	if strings.Contains(text, "unknown anchor") { // its name may be part of a password
		return "an alias without its anchor; quote a text that begins with *"
	}
	return text
}

// noToken is how the parser words two mistakes: a tab, and a text that begins with a sign of YAML's own.
const noToken = "cannot start any token"

var (
	leadingTab = regexp.MustCompile(`^[ -]*\t`)
	signFirst  = regexp.MustCompile("(?:^|[ \t\\[{,])([@%`])")
)

// tokenAdvice tells which of the mistakes a line has, and all of them if it could be several.
func tokenAdvice(line []byte) string {
	signs := map[string]bool{}
	for _, found := range signFirst.FindAllSubmatch(line, -1) {
		signs[string(found[1])] = true
	}
	switch tab := leadingTab.Match(line); {
	case tab && len(signs) == 0:
		return "indent with blanks, not tabs"
	case !tab && len(signs) == 1:
		for sign := range signs {
			return "quote a text that begins with " + sign
		}
	}
	return "indent with blanks, not tabs, and quote a text that begins with @, % or `"
}
