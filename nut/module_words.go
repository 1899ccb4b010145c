package nut

import (
	"slices"
	"strings"

	"github.com/argus-power/argus/power"
)

// contact is 1 for a dry contact away from its normal position.
func contact(v Var, vars varList) (float64, power.DropReason) {
	word := strings.ToLower(strings.TrimSpace(v.Value))
	switch word {
	case "active":
		return 1, ""
	case "inactive":
		return 0, ""
	}
	config, _ := vars.get(strings.TrimSuffix(v.Name, "status") + "config")
	config = strings.ToLower(config)
	open, closed := strings.HasPrefix(word, "open"), strings.HasPrefix(word, "clos")
	if !strings.Contains(config, "normal") || open == closed {
		return 0, power.UnknownState
	}
	if open == strings.Contains(config, "clos") {
		return 1, ""
	}
	return 0, ""
}

// testResult puts the makers' words for a test's result into one vocabulary.
func testResult(text string) string {
	word := strings.ToLower(strings.TrimSpace(text))
	has := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(word, p) })
	}
	switch {
	case has("no test"), word == "no", word == "none", word == "0":
		return "none"
	case has("progress"):
		return "in_progress"
	case has("warning"):
		return "warning"
	case has("error", "fail"), word == "bt", word == "ng", word == "bad":
		return "failed"
	case has("pass"), word == "ok":
		return "passed"
	case has("abort"):
		return "aborted"
	}
	return "unknown"
}
