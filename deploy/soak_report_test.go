//go:build linux

package deploy

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// A tally is what a soak has done and seen.
type tally struct {
	mu                            sync.Mutex
	scrapes, ill, excused         int
	reasons, faults, disks, words map[string]int
	times                         []time.Duration // of targets that are well
	stops                         []time.Duration
	outages, exact                int
	reloads, broken               int
	hung, slow, backups           int
	events, streamed              int
	suppressed                    bool
	sizes                         []string
	mended                        time.Duration
}

func (a *tally) do(change func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	change()
}

func up(m *map[string]int, key string) {
	if *m == nil {
		*m = map[string]int{}
	}
	(*m)[key]++
}

func (a *tally) scrape(ill bool, _ time.Duration, why string) {
	a.do(func() {
		a.scrapes++
		if ill {
			a.ill++
			if _, rest, found := strings.Cut(why, `reason="`); found {
				reason, _, _ := strings.Cut(rest, `"`)
				up(&a.reasons, reason)
			} else if why == "" {
				up(&a.reasons, "read all the same")
			}
		}
	})
}
func (a *tally) well(took time.Duration) { a.do(func() { a.times = append(a.times, took) }) }
func (a *tally) excuse()                 { a.do(func() { a.excused++ }) }
func (a *tally) fault(kind, mode string) { a.do(func() { up(&a.faults, kind+" "+mode) }) }
func (a *tally) stop(took time.Duration) { a.do(func() { a.stops = append(a.stops, took) }) }
func (a *tally) say(word string)         { a.do(func() { up(&a.words, word) }) }
func (a *tally) hungUp()                 { a.do(func() { a.hung++ }) }
func (a *tally) readSlowly()             { a.do(func() { a.slow++ }) }
func (a *tally) backup()                 { a.do(func() { a.backups++ }) }
func (a *tally) checked(n int)           { a.do(func() { a.events = n }) }
func (a *tally) followed(n int)          { a.do(func() { a.streamed += n }) }
func (a *tally) measured(from, to size) {
	a.do(func() { a.sizes = append(a.sizes, fmt.Sprintf("%.0f>%.0f", from, to)) })
}

func (a *tally) outage(exact bool) {
	a.do(func() {
		if a.outages++; exact {
			a.exact++
		}
	})
}

func (a *tally) reload(good bool) {
	a.do(func() {
		if a.reloads++; !good {
			a.broken++
		}
	})
}

func (a *tally) disk(name string, noticed bool, took time.Duration) {
	a.do(func() {
		up(&a.disks, fmt.Sprintf("%s, told: %v", name, noticed))
		a.mended = max(a.mended, took)
	})
}

// report says what was done and seen.
func (s *soak) report() {
	a := &s.tally
	a.mu.Lock()
	defer a.mu.Unlock()
	say := s.t.Logf
	modes := map[string]int{}
	for _, target := range s.targets {
		for _, mode := range target.modes {
			modes[target.kind+" "+mode]++
		}
	}
	slices.Sort(a.times)
	say("%s, %d targets, %d lives of Argus; %d events in the file at last, %d told by streams",
		time.Since(s.began).Round(time.Second), len(s.targets), s.lives.Load(), a.events, a.streamed)
	say("%d scrapes, %d of them while the target was ill: %v", a.scrapes, a.ill, a.reasons)
	if n := len(a.times); n > 0 {
		say("of well targets: median %s, 99%% %s, 99.9%% %s, worst %s", a.times[n/2], a.times[n*99/100], a.times[n*999/1000], a.times[n-1])
	}
	say("%d of %d fault modes, %d times", len(a.faults), len(modes), sum(a.faults))
	say("%d outages, of which %d undisturbed and counted exactly", a.outages, a.exact)
	say("%d reloads, %d of them broken; %d clients hung up, %d read slowly, %d backups", a.reloads, a.broken, a.hung, a.slow, a.backups)
	say("disk: %v; well again within %s", a.disks, a.mended)
	say("stopped within %v", a.stops)
	say("goroutines, descriptors, MiB before and after the trouble: %s", strings.Join(a.sizes, " "))
	for _, word := range slices.Sorted(maps.Keys(a.words)) {
		say("errors in the log: %5d %s", a.words[word], word)
	}
	say("others had this machine for %s; %d scrapes excused for that", s.stalls.all(), a.excused)
	s.energy()
	say("%d things were wrong", s.wrong)
}

// energy compares what the targets with a steady load delivered with what was counted: no more, and the rest is a gap
// but for what crashes cost.
func (s *soak) energy() {
	least, most := 0.0, 0.0
	for _, target := range s.targets {
		if target.watts == 0 || target.first.IsZero() {
			continue
		}
		var joules, gap float64
		for series, value := range target.highest {
			switch name, _, _ := strings.Cut(series, "{"); name {
			case "argus_energy_joules_total":
				joules += value
			case "argus_energy_gap_seconds_total":
				gap += value
			}
		}
		unknown := target.at.Sub(target.first).Seconds() - joules/target.watts - gap
		least, most = min(least, unknown), max(most, unknown)
	}
	s.t.Logf("of the time in which energy was delivered, between %.1f and %.1f s are neither counted nor a gap", least, most)
	if least < -5 {
		s.complain("%g s more energy than was delivered", -least)
	}
}
