package config

import (
	"strconv"
	"time"

	"gopkg.in/yaml.v3"
)

// scalar returns a scalar as it is written, whatever type YAML would see in it:
// "no" is a word and 007 a name. Kind says what is wanted instead of a list.
func (d *decoder) scalar(n *yaml.Node, what, kind string) (string, bool) {
	n = resolve(n)
	if n.Kind != yaml.ScalarNode {
		d.fail(n, "%s must be %s, not %s", what, kind, kindName(n))
		return "", false
	}
	return n.Value, true
}

// str reads a text.
func (d *decoder) str(n *yaml.Node, what string) string {
	text, _ := d.scalar(n, what, "a text")
	return text
}

// given reads a text that is not empty. What stands there to prove, pin or restrict something would do nothing if it
// were taken for left out.
func (d *decoder) given(n *yaml.Node, what string) string {
	text, ok := d.scalar(n, what, "a text")
	switch {
	case ok && (text == "" || isNull(resolve(n))):
		d.fail(n, "%s is empty; write it, or leave the key out", what)
		return hidden // lest its absence be reported, too
	case !ok:
		return hidden
	}
	return text
}

func (d *decoder) strs(n *yaml.Node, what string) []string {
	var list []string
	d.list(n, what, func(item *yaml.Node) { list = append(list, d.str(item, what)) })
	return list
}

func (d *decoder) number(n *yaml.Node, what string) (float64, bool) {
	text, ok := d.scalar(n, what, "a number")
	if !ok {
		return 0, false
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v != v || v > 1e18 || v < -1e18 {
		d.fail(n, "%s must be a number, not %q", what, text)
		return 0, false
	}
	return v, true
}

// integer reads a whole number within bounds.
func (d *decoder) integer(n *yaml.Node, what string, low, high int) int {
	text, ok := d.scalar(n, what, "a whole number")
	if !ok {
		return low
	}
	v, err := strconv.Atoi(text)
	if err != nil || v < low || v > high {
		d.fail(n, "%s must be a whole number from %d to %d, not %q", what, low, high, text)
		return low
	}
	return v
}

// positive reads a number above zero.
func (d *decoder) positive(n *yaml.Node, what string) float64 {
	v, ok := d.number(n, what)
	if ok && v <= 0 {
		d.fail(n, "%s must be above 0; leave it out if it is not known", what)
	}
	return v
}

func (d *decoder) boolean(n *yaml.Node, what string) bool {
	text, ok := d.scalar(n, what, "true or false")
	if ok && text != "true" && text != "false" {
		d.fail(n, "%s must be true or false, not %q", what, text)
	}
	return text == "true"
}

// duration reads a time span within bounds.
func (d *decoder) duration(n *yaml.Node, what string, low, high time.Duration) time.Duration {
	text, ok := d.scalar(n, what, "a duration")
	if !ok {
		return low
	}
	v, err := time.ParseDuration(text)
	if err != nil {
		d.fail(n, "%s must be a duration such as 5s or 500ms, not %q", what, text)
		return low
	}
	if v < low || v > high {
		d.fail(n, "%s must be from %s to %s, not %s", what, low, high, text)
		return low
	}
	return v
}
