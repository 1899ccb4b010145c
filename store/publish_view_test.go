package store

import (
	"math"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// TestServedIsNeverLess holds that whatever is committed, nothing that was served is ever lower, or no number.
func TestServedIsNeverLess(t *testing.T) {
	was := view{
		metered: true, sum: power.Totals{Joules: 10, Gap: 5, OnBattery: 7},
		counts: map[power.EventKind]Count{power.BatteryBegan: {N: 3, Last: epoch}, "overload": {N: 1}},
	}
	for _, joules := range []float64{9, 0, -1, math.NaN(), math.Inf(1), math.Inf(-1)} {
		is := was.raisedTo(view{
			sum:    power.Totals{Joules: joules, Gap: 4, OnBattery: 6},
			counts: map[power.EventKind]Count{power.BatteryBegan: {N: 2, Last: epoch.Add(time.Hour)}},
		})
		if is.sum != was.sum || !is.metered || !is.known {
			t.Errorf("%v: %+v", joules, is)
		}
		if is.counts[power.BatteryBegan].N != 3 || is.counts["overload"].N != 1 {
			t.Errorf("counts %v", is.counts)
		}
	}
	is := was.raisedTo(view{sum: power.Totals{Joules: 11, Gap: 6, OnBattery: 8}})
	if is.sum != (power.Totals{Joules: 11, Gap: 6, OnBattery: 8}) || is.counts[power.BatteryBegan].N != 3 {
		t.Errorf("what is more is not served: %+v", is)
	}
}
