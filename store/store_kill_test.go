package store

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

const (
	killPath   = "ARGUS_KILL_PATH"   // the file of the child
	killFrom   = "ARGUS_KILL_FROM"   // its time, in steps
	killRounds = "ARGUS_KILL_ROUNDS" // how often to kill; 1000 is the campaign
	killed     = 16                  // devices
	killStep   = 3 * time.Second     // from one scrape to the next, whoever makes it
)

func killOptions(path string, now func() time.Time) Options {
	return Options{
		Path: path, Now: now, FlushEvery: 3 * time.Millisecond,
		Retention: Retention{Age: 100 * 365 * 24 * time.Hour, MaxEvents: 1e8, Months: 1e4},
	}
}

// TestKilledChild is what is killed: it observes many devices at once, and tells of all that it was served.
func TestKilledChild(t *testing.T) {
	path := os.Getenv(killPath)
	if path == "" {
		return
	}
	var steps atomic.Int64
	from, _ := strconv.ParseInt(os.Getenv(killFrom), 10, 64)
	steps.Store(from)
	now := func() time.Time { return epoch.Add(time.Duration(steps.Load()) * killStep) }
	s := Open(t.Context(), killOptions(path, now))
	if err := s.Stats().Err; err != nil {
		fmt.Fprintln(os.Stdout, "cannot open:", err)
		return
	}
	for i := range killed {
		go func() {
			for n := 0; ; n++ {
				steps.Add(1)
				_, readings := s.Observe(t.Context(), key(i), Source{}, acted(i, n, now()))
				got := byName(readings)
				fmt.Fprintf(os.Stdout, "%d %v %v %v %v %d\n", i, got[joules], got["on_battery_seconds_total"],
					got[batteries], got[returns], steps.Load()) // one write, whole or not at all
			}
		}()
	}
	time.Sleep(time.Minute) // it is killed long before
}

// acted is a snapshot of a device with a steady load whose input fails now and then.
func acted(i, n int, now time.Time) *power.Snapshot {
	snap := &power.Snapshot{
		Taken: now, Device: key(i).Device,
		Readings: []power.Reading{{Quantity: power.Power, Value: float64(100 + i)}},
	}
	if n%6 < 3 {
		snap.Status.Set(power.Online)
		snap.Status.Deny(power.OnBattery)
	} else {
		snap.Status.Set(power.OnBattery)
		snap.Status.Deny(power.Online)
	}
	return snap
}

// acks is what the killed process served and acknowledged.
type acks struct {
	lines  int
	served [killed][4]float64
	step   int64
}

// told reads what a child wrote before it died.
func (a *acks) told(t *testing.T, line string) {
	t.Helper()
	var i int
	var v [4]float64
	var step int64
	if n, _ := fmt.Sscan(line, &i, &v[0], &v[1], &v[2], &v[3], &step); n != 6 {
		t.Fatalf("child says %q", line)
	}
	a.lines++
	a.step = max(a.step, step)
	for j := range v {
		if v[j] < a.served[i][j] {
			t.Fatalf("device %d served %v after %v", i, v, a.served[i])
		}
	}
	a.served[i] = v
}

// TestKillLosesNothing kills a process at random moments under load. Whatever it served and acknowledged is in the
// file, which always opens.
func TestKillLosesNothing(t *testing.T) {
	rounds := 100
	if n, err := strconv.Atoi(os.Getenv(killRounds)); err == nil {
		rounds = n
	} else if testing.Short() {
		rounds = 10
	}
	path := filepath.Join(t.TempDir(), "argus.db")
	var a acks
	kept := map[string]int{}
	seq := uint64(0)
	for round := range rounds {
		killOnce(t, path, &a)
		seq = verify(t, path, &a, kept, seq, round)
		if t.Failed() {
			return
		}
	}
	t.Logf("%d kills, %d scrapes and %d events acknowledged", rounds, a.lines, seq)
	if a.served[0][0] == 0 || a.lines < rounds || seq < uint64(rounds) {
		t.Errorf("hardly anything happened: %d scrapes, %d events, %v J", a.lines, seq, a.served[0][0])
	}
}

// killOnce runs a child until it has served something for a random time, and kills it.
func killOnce(t *testing.T, path string, a *acks) {
	t.Helper()
	ctx, kill := context.WithCancel(t.Context()) // its end is SIGKILL
	defer kill()
	child := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestKilledChild$")
	child.Env = append(os.Environ(), killPath+"="+path, killFrom+"="+strconv.FormatInt(a.step+10, 10))
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	in := bufio.NewReader(out)
	for {
		line, err := in.ReadString('\n')
		if err != nil { // what is not whole was not told
			break
		}
		once.Do(func() { time.AfterFunc(time.Duration(rand.IntN(40_000))*time.Microsecond, kill) })
		a.told(t, line)
	}
	if child.Wait(); child.ProcessState.Exited() {
		t.Fatalf("the child ended by itself: %v", child.ProcessState)
	}
}

// verify opens the file and compares it with what was served.
func verify(t *testing.T, path string, a *acks, kept map[string]int, seq uint64, round int) uint64 {
	t.Helper()
	now := epoch.Add(time.Duration(a.step) * killStep)
	s := Open(t.Context(), killOptions(path, func() time.Time { return now }))
	defer s.Close()
	if st := s.Stats(); st.Err != nil || st.Quarantined > 0 || st.BadRecords > 0 {
		t.Fatalf("round %d: %+v", round, st)
	}
	err := s.Events(t.Context(), Filter{After: seq}, func(rec Record) bool {
		if rec.Seq <= seq {
			t.Errorf("number %d after %d", rec.Seq, seq)
		}
		seq = rec.Seq
		kept[rec.Device+" "+string(rec.Kind)]++
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	devices := map[Key]Device{}
	for _, d := range s.Devices() {
		devices[d.Key] = d
	}
	for i := range killed {
		d := devices[key(i)]
		v := a.served[i]
		n := [4]float64{
			d.Sum.Joules, d.Sum.OnBattery.Seconds(),
			float64(d.Counts[power.BatteryBegan].N), float64(d.Counts[power.BatteryEnded].N),
		}
		for j := range v {
			if n[j] < v[j] {
				t.Errorf("round %d: device %d has %v, and served %v", round, i, n, v)
			}
		}
		for j, kind := range []power.EventKind{power.BatteryBegan, power.BatteryEnded} {
			if have := kept[d.Device+" "+string(kind)]; float64(have) != n[2+j] {
				t.Errorf("round %d: %s counts %v events %s, and has %d", round, d.Device, n[2+j], kind, have)
			}
		}
	}
	return seq
}
