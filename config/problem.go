package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Problem is one mistake in a configuration file.
type Problem struct {
	File string
	Line int // 0: the file as a whole
	Text string
}

// String returns the problem as compilers print theirs.
func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// Problems is all that is wrong with a configuration, as an error.
type Problems []Problem

// Error lists every problem on a line of its own.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].String()
	}
	return strings.Join(lines, "\n")
}

// err returns the problems in reading order, or nil if there are none. What was
// met twice, such as a row that two modules share, is reported once.
func (p Problems) err(files []string) error {
	if len(p) == 0 {
		return nil
	}
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Or(
			slices.Index(files, a.File)-slices.Index(files, b.File),
			a.Line-b.Line)
	})
	met := map[Problem]bool{}
	return slices.DeleteFunc(p, func(one Problem) bool {
		again := met[one]
		met[one] = true
		return again
	})
}

// nearest returns the known word most like the given one, if any is close: by
// its letters, or as the beginning of a name with a unit.
func nearest(word string, known []string) string {
	best, least := "", max(2, len(word)/3)+1
	for _, k := range known {
		d := distance(word, k)
		if strings.HasPrefix(k, word+"_") {
			d = 1
		}
		if d < least {
			best, least = k, d
		}
	}
	return best
}

// distance is the number of edits that turn one word into the other.
func distance(a, b string) int {
	previous := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := range len(a) {
		diagonal := previous[0]
		previous[0] = i + 1
		for j := range len(b) {
			edit := diagonal
			if a[i] != b[j] {
				edit++
			}
			diagonal = previous[j+1]
			previous[j+1] = min(edit, previous[j]+1, previous[j+1]+1)
		}
	}
	return previous[len(b)]
}

// didYouMean completes a message about an unknown word.
func didYouMean(word string, known []string) string {
	if near := nearest(word, known); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	known = slices.Sorted(slices.Values(known))
	if len(known) == 0 || len(known) > 12 {
		return ""
	}
	return "; known are " + strings.Join(known, ", ")
}
