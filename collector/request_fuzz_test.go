package collector

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// FuzzRequest holds that what a scraper sends is understood or refused in one line, and that no header gives a probe
// more time than its module has, or none.
func FuzzRequest(f *testing.F) {
	for _, query := range []string{
		"", "target=ups@nas.lan&module=nut&device=ups&debug=true", "target=a&target=b", "module=a,b&module=c", "debug=2",
		"target=%zz", "a;b", "target=%0a%00&=&&", "debug=&target=%ff",
	} {
		for _, header := range []string{"", "10", "0.3", "1e9", "-1", "NaN", "+Inf", "0x1p-1074", "ten"} {
			f.Add(query, header, uint16(10_000), uint16(500))
		}
	}
	f.Fuzz(func(t *testing.T, query, header string, moduleMillis, offsetMillis uint16) {
		q, err := parseQuery(&http.Request{URL: &url.URL{RawQuery: query}})
		switch {
		case err != nil && (strings.ContainsAny(err.Error(), "\r\n\x00") || len(err.Error()) > 100+4*len(query)):
			t.Errorf("%q: the message is not one line: %q", query, err)
		case err == nil && len(q.Target)+len(q.Module)+len(q.Device) > len(query):
			t.Errorf("%q is %+v", query, q)
		}
		module, offset := time.Duration(moduleMillis)*time.Millisecond, time.Duration(offsetMillis)*time.Millisecond
		got := budget(http.Header{scrapeHeader: {header}}, module, offset)
		if got > max(module, minBudget) || got < min(module, minBudget) {
			t.Errorf("header %q with %s, less %s: a probe takes %s", header, module, offset, got)
		}
	})
}
