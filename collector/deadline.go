package collector

import (
	"math"
	"net/http"
	"strconv"
	"time"
)

// scrapeHeader is where Prometheus tells how long it will wait, in seconds.
const scrapeHeader = "X-Prometheus-Scrape-Timeout-Seconds"

// minBudget is the least time a probe gets, whatever the header says.
const minBudget = 100 * time.Millisecond

// budget returns how long a probe may take: as long as its module allows, and
// as long as Prometheus waits less the offset for the way back, or less half of
// it if it waits for less than two offsets. A header that makes no sense is ignored.
func budget(h http.Header, module, offset time.Duration) time.Duration {
	seconds, err := strconv.ParseFloat(h.Get(scrapeHeader), 64)
	if err != nil || math.IsNaN(seconds) || seconds <= 0 || seconds > module.Seconds()+1e6 {
		return module
	}
	scrape := time.Duration(seconds * float64(time.Second))
	return max(min(scrape-min(offset, scrape/2), module), minBudget)
}
