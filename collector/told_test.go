package collector

import (
	"bufio"
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// TestCodes holds that of the codes behind ERR a caller reads those of NUT and no others, and that the log has them all.
func TestCodes(t *testing.T) {
	c := parse(t, anyPort)
	for said, told := range map[string]string{
		"ERR ACCESS-DENIED":     "ERR ACCESS-DENIED",
		"ERR access-denied now": `ERR ACCESS-DENIED "…"`,
		"ERR ALREADY-SSL-MODE":  "ERR ALREADY-SSL-MODE",
		"ERR CANARY":            `ERR "…"`,
		"ERR canary":            `ERR "…"`,
		"ERR CANARY-NOT-OURS":   `ERR "…"`,
		"ERR CANARY canary":     `ERR "…" "…"`,
	} {
		var log bytes.Buffer
		p := proberOf(c, slog.New(slog.NewTextHandler(&log, nil)))
		url := "/probe?target=" + hostile(t, func(w *bufio.Writer, _ string) bool { fmt.Fprintln(w, said); return false })
		_, body := get(t, p, url+"&debug=true")
		if lower := strings.ToLower(body); !strings.Contains(body, told) || strings.Contains(lower, "canary") {
			t.Errorf("%s: told %s", said, body)
		}
		lacks(t, p.History.HTML(), "CANARY")
		if strings.Contains(said, "CANARY") && !strings.Contains(log.String(), "CANARY") {
			t.Errorf("%s: logged %s", said, log.String())
		}
	}
}
