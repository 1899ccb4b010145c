package local

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

var (
	errNoReceivers = errors.New(`the configuration of Alertmanager has no line "receivers:"`)
	receiverLine   = regexp.MustCompile(`(?m)^\s*(?:- )?receiver: *(\S+)`)
)

// Rehearse returns a configuration of Alertmanager with all its routes and inhibitions, whose
// receivers, the last section, are one webhook. It sends nothing to anybody else.
func Rehearse(config, webhook string) (string, error) {
	head, _, found := strings.Cut(config, "\nreceivers:\n")
	if !found {
		return "", errNoReceivers
	}
	var names []string
	for _, match := range receiverLine.FindAllStringSubmatch(head, -1) {
		names = append(names, match[1])
	}
	slices.Sort(names)
	var b strings.Builder
	b.WriteString(head + "\nreceivers:\n")
	for _, name := range slices.Compact(names) {
		fmt.Fprintf(&b, "  - name: %s\n    webhook_configs:\n      - url: %s/%s\n", name, webhook, url.PathEscape(name))
	}
	return b.String(), nil
}

// Here returns a configuration of deploy/ with the addresses that its host names stand for.
func Here(config, argus, alertmanager string) string {
	return strings.NewReplacer("argus:10493", argus, "alertmanager:9093", alertmanager).Replace(config)
}
