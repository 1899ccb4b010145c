package power

import (
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// load is a load over time, in watts, and its energy since the start.
type loadCurve struct {
	name  string
	watts func(at float64) float64
	total func(at float64) float64
}

func curves() []loadCurve {
	const saw, day = 7211.0, 86400.0 // no multiple of a scrape: see the compressor below
	sine := func(at float64) float64 { return 2 * math.Pi * at / day }
	return []loadCurve{
		{"constant", func(float64) float64 { return 450 }, func(at float64) float64 { return 450 * at }},
		{
			"sawtooth",
			func(at float64) float64 { return 200 + 600*math.Mod(at, saw)/saw },
			func(at float64) float64 {
				x := math.Mod(at, saw) / saw
				return 200*at + 300*saw*(math.Floor(at/saw)+x*x)
			},
		},
		{
			"sine of a day",
			func(at float64) float64 { return 450 + 250*math.Sin(sine(at)) },
			func(at float64) float64 { return 450*at + 250*day/(2*math.Pi)*(1-math.Cos(sine(at))) },
		},
	}
}

// A month of what can be computed, read every 15 s to a minute and not quite regularly, is metered to a
// thousandth: by watts, and by a counter of coarse steps to a step.
func TestMeterMonth(t *testing.T) {
	const month = 30 * 86400.0
	for _, curve := range curves() {
		for _, every := range []float64{15, 30, 60} {
			rnd := rand.New(rand.NewPCG(uint64(every), 1))
			byWatts, byCounter := newMetered(t), newMetered(t)
			last, stepJoules := 0.0, 0.1*kWh
			for n := 0.0; n*every < month; n++ {
				last = n*every + rnd.Float64()
				byWatts.sample(last, Power, curve.watts(last))
				if every == 60 {
					byCounter.sample(last, InputEnergy, math.Floor(curve.total(last)/stepJoules)*stepJoules)
				}
			}
			want := curve.total(last)
			byWatts.checkDays()
			byCounter.checkDays()
			off := byWatts.Sum.Joules/want - 1
			t.Logf("%-14s %2g s: %+.5f %%", curve.name, every, 100*off)
			if math.Abs(off) > 0.001 || byWatts.Sum.Gap != 0 {
				t.Errorf("%s every %g s: %.6f off, gap %s", curve.name, every, off, byWatts.Sum.Gap)
			}
			if every == 60 && math.Abs(byCounter.Sum.Joules-want) > stepJoules+1e3 || byCounter.Sum.Gap != 0 || len(byCounter.events) > 0 {
				t.Errorf("%s every %g s: counter %g J, want %g", curve.name, every, byCounter.Sum.Joules, want)
			}
			if len(byWatts.days) != 30 || byWatts.days[20261201].Joules < 0.9*want/30 {
				t.Errorf("days %v", byWatts.days)
			}
		}
	}
}

// serverDay is a made-up day of a rack of servers, a value for each second: a base, more by day than by night,
// jobs that begin at random and last from seconds to an hour, fans that hunt, and noise. There is no
// recording of a real load at one second to take instead.
func serverDay(rnd *rand.Rand) []float64 {
	day := make([]float64, 86400)
	jobs := make([]float64, len(day)+1)
	for range 3000 {
		at, length := rnd.IntN(len(day)), int(2*math.Pow(1800, rnd.Float64()))
		watts := 20 + 180*rnd.Float64()
		jobs[at] += watts
		jobs[min(at+length, len(day))] -= watts
	}
	running, fans := 0.0, 0.0
	for i := range day {
		running += jobs[i]
		fans += (0.05*running - fans) / 40
		day[i] = 900 - 250*math.Cos(2*math.Pi*float64(i)/86400) + running + fans + 5*rnd.NormFloat64()
	}
	return day
}

// compressorDay is switched on for a third of every five minutes, in step with many a scrape.
func compressorDay(*rand.Rand) []float64 {
	day := make([]float64, 86400)
	for i := range day {
		if i%300 < 100 {
			day[i] = 600
		}
	}
	return day
}

// What sampling a load costs. docs/energy.md reports the table that this logs with ARGUS_ENERGY_DAYS=40.
func TestMeterSamplingError(t *testing.T) {
	days := 3
	if n, err := strconv.Atoi(os.Getenv("ARGUS_ENERGY_DAYS")); err == nil {
		days = n
	}
	for _, profile := range []struct {
		name  string
		day   func(*rand.Rand) []float64
		most  map[float64]float64 // percent, by interval
		worst string
	}{
		{"server rack", serverDay, map[float64]float64{15: 0.1, 30: 0.2, 60: 0.4}, ""},
		{"compressor in step", compressorDay, map[float64]float64{15: 12, 30: 25, 60: 45}, ""},
	} {
		for _, every := range []float64{15, 30, 60} {
			for _, effect := range []string{"as it is", "10 W steps", "1 % of 3 kW", "5 % of scrapes fail"} {
				typical, worst := samplingError(t, profile.day, every, effect, days)
				t.Logf("%-20s %2g s, %-20s typical %.3f %%, worst of %d days %.3f %%", profile.name, every, effect, typical, days, worst)
				if most := profile.most[every]; effect == "as it is" && worst > most {
					t.Errorf("%s every %g s: worst day %.3f %% off, at most %g", profile.name, every, worst, most)
				}
			}
		}
	}
}

// samplingError is by how many percent days are off, in the mean and at worst.
func samplingError(t *testing.T, profile func(*rand.Rand) []float64, every float64, effect string, days int) (typical, worst float64) {
	t.Helper()
	for seed := range days {
		rnd := rand.New(rand.NewPCG(uint64(seed), 9))
		day := profile(rnd)
		offset := rnd.Float64() * every
		d := newMetered(t)
		first, last := -1, 0
		for at := offset; at+1 < float64(len(day)); at += every {
			second := int(at)
			if v, ok := seen(day[second], effect, rnd); ok {
				d.sample(float64(second), Power, v)
				if last = second; first < 0 {
					first = second
				}
			}
		}
		want := 0.0
		for _, v := range day[first:last] {
			want += v
		}
		off := 100 * math.Abs(d.Sum.Joules/want-1)
		typical += off / float64(days)
		worst = max(worst, off)
	}
	return typical, worst
}

// seen is what a device with a flaw tells of a load.
func seen(v float64, effect string, rnd *rand.Rand) (float64, bool) {
	switch {
	case strings.HasPrefix(effect, "10 W"):
		return math.Round(v/10) * 10, true
	case strings.HasPrefix(effect, "1 %"):
		return math.Floor(v/30) * 30, true
	case strings.HasPrefix(effect, "5 %"):
		return v, rnd.IntN(20) > 0
	}
	return v, true
}

// A long night of steps in a row: each is bridged or a gap, so that time is never lost.
func TestMeterDayHasAllItsTime(t *testing.T) {
	d := newMetered(t)
	rnd := rand.New(rand.NewPCG(1, 1))
	at := 0.0
	for at < 86400 {
		d.sample(at, Power, 1)
		at += 15 + 500*math.Pow(rnd.Float64(), 8)
	}
	d.sample(at, Power, 1)
	d.checkDays()
	if all := time.Duration(d.Sum.Joules*1e9) + d.Sum.Gap; math.Abs(all.Seconds()-at) > 1e-3 {
		t.Errorf("%s of %g s", all, at)
	}
}
