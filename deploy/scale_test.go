package deploy

import (
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/prometheus/common/model"
)

// pace is how many times faster time goes by in a rehearsal. All that waits is made shorter alike: what
// is scraped and evaluated each 15 seconds is so each second, and a rule's minute is four.
const pace = 15

var (
	duration = regexp.MustCompile(`\b\d+(?:ms|[smhdwy])(?:\d+(?:ms|[smhdwy]))*\b`)
	// waits are the places in rules and configurations that say how long.
	waits = regexp.MustCompile(`(?m)^\s*(?:- )?(?:for|keep_firing_for|interval|scrape_interval|evaluation_interval|` +
		`group_wait|group_interval|repeat_interval): *\S+|\[\d[^\]]*\]|\boffset +\d\w*`)
	timeout = regexp.MustCompile(`(?m)^\s*scrape_timeout: .*\n`)
)

// faster makes all waiting shorter.
func faster(text string) string {
	text = timeout.ReplaceAllString(text, "") // it is the interval then, at most
	return waits.ReplaceAllStringFunc(text, func(place string) string {
		return duration.ReplaceAllStringFunc(place, func(old string) string {
			d, err := model.ParseDuration(old)
			if err != nil {
				return old
			}
			return strconv.FormatInt((time.Duration(d)/pace).Milliseconds(), 10) + "ms"
		})
	})
}

func TestFaster(t *testing.T) {
	for text, want := range map[string]string{
		"  for: 1m\n":                       "  for: 4000ms\n",
		"  keep_firing_for: 1h30m":          "  keep_firing_for: 360000ms",
		"rate(x[5m])":                       "rate(x[20000ms])",
		"max_over_time(x[1d:10m]) > 300":    "max_over_time(x[5760000ms:40000ms]) > 300",
		"x offset 2h == 1":                  "x offset 480000ms == 1",
		`x{outlet="15m"} > 5`:               `x{outlet="15m"} > 5`,
		"summary: since 15m":                "summary: since 15m",
		`x{device!~".+/[0-9]+"}`:            `x{device!~".+/[0-9]+"}`,
		"scrape_interval: 15s  # a comment": "scrape_interval: 1000ms  # a comment",
		"  scrape_timeout: 10s\n":           "",
	} {
		if got := faster(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
