package collector

import (
	"net/http"
	"testing"
	"time"
)

func TestBudget(t *testing.T) {
	const module, offset = 10 * time.Second, 500 * time.Millisecond
	for _, test := range []struct {
		header string
		want   time.Duration
	}{
		{"", module},
		{"5", 4500 * time.Millisecond},
		{"60", module},
		{"10.5", module},
		{"1", 500 * time.Millisecond},
		{"0.6", 300 * time.Millisecond}, // half of it at least
		{"0.4", 200 * time.Millisecond},
		{"0.000001", minBudget},
		{"0", module},
		{"-5", module},
		{"nan", module},
		{"+Inf", module},
		{"1e300", module},
		{"ten", module},
	} {
		h := http.Header{}
		if test.header != "" {
			h.Set(scrapeHeader, test.header)
		}
		if got := budget(h, module, offset); got != test.want {
			t.Errorf("header %q: got %s, want %s", test.header, got, test.want)
		}
	}
}
