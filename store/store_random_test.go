package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// A witness remembers what was served and acknowledged, as Prometheus and a person do.
type witness struct {
	t      *testing.T
	served map[Key]map[string]float64
}

// saw compares what is served with what was.
func (w *witness) saw(k Key, got map[string]float64) {
	w.t.Helper()
	if w.served[k] == nil {
		w.served[k] = map[string]float64{}
	}
	for name, v := range got {
		if before := w.served[k][name]; v < before {
			w.t.Fatalf("%s of %s is %v after %v", name, k.Device, v, before)
		}
		w.served[k][name] = v
	}
}

// proves compares what is kept with what was served: a counter that moved is an event that is kept.
func (w *witness) proves(d *disk) {
	w.t.Helper()
	kept := map[Key]map[power.EventKind]int{}
	seen := map[uint64]bool{}
	for _, rec := range d.records() {
		if seen[rec.Seq] {
			w.t.Fatalf("number %d is there twice", rec.Seq)
		}
		seen[rec.Seq] = true
		if kept[rec.Key] == nil {
			kept[rec.Key] = map[power.EventKind]int{}
		}
		kept[rec.Key][rec.Kind]++
	}
	for k, served := range w.served {
		for name, v := range served {
			var kind power.EventKind
			if _, err := fmt.Sscanf(name, "events_total %s", &kind); err == nil && kept[k][kind] < int(v) {
				w.t.Fatalf("%v events %s of %s were served, and %d are kept", v, kind, k.Device, kept[k][kind])
			}
		}
	}
}

// Whatever is observed, whatever commits fail, and whenever the process dies: no served counter ever falls, and no
// event that was served is lost.
func TestNothingServedIsEverLost(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 7))
		d := newDisk()
		w := &witness{t: t, served: map[Key]map[string]float64{}}
		r := newRig(t, d)
		offset := time.Duration(0)
		on := map[Key]bool{}
		for range 300 {
			k := key(random.IntN(6))
			switch random.IntN(12) {
			case 0:
				d.fate(full)
			case 1, 2:
				d.fate(nil)
			case 3: // kept, and nobody learns of it
				once := false
				d.lock.Lock()
				d.after = func(*batch) error {
					if once = !once; once {
						return errors.New("fdatasync: input/output error")
					}
					return nil
				}
				d.lock.Unlock()
			case 4:
				r.flush()
			case 5: // the process dies: what is in memory is gone
				if random.IntN(4) > 0 {
					break
				}
				d.fate(full)
				r.s.Close()
				d.fate(nil)
				w.proves(d)
				r = newRig(t, d)
				r.pass(offset)
				on = map[Key]bool{}
			case 6:
				w.saw(k, r.miss(k))
			case 7:
				_, got := r.glance(k, "device_rebooted")
				w.saw(k, got)
			default:
				text := "on_battery"
				if on[k] {
					text = "on_battery_ended"
				}
				on[k] = !on[k]
				_, got := r.see(k, text)
				w.saw(k, got)
			}
			step := time.Duration(random.IntN(300)) * time.Second
			offset += step
			r.pass(step)
		}
		d.fate(nil)
		d.lock.Lock()
		d.after = nil
		d.lock.Unlock()
		r.flush()
		r.flush()
		for i := range 6 {
			w.saw(key(i), r.miss(key(i)))
		}
		w.proves(d)
		if n := r.s.Stats().Pending; n > 0 {
			t.Errorf("%d pending for ever", n)
		}
		if r.s.Stats().Suppressed > 0 {
			t.Error("too many events for this test")
		}
		r.s.Close()
	}
}
