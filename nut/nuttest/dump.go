package nuttest

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// ReadDump reads what upsc prints: lines of "variable: value". Empty lines and those that begin
// with '#' are skipped.
func ReadDump(r io.Reader) (map[string]string, error) {
	vars := map[string]string{}
	lines := bufio.NewScanner(r)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok || name == "" || strings.ContainsAny(name, " \t") {
			return nil, fmt.Errorf("line %d: %q is not \"variable: value\"", number, line)
		}
		vars[name] = strings.TrimPrefix(value, " ")
	}
	return vars, lines.Err()
}
