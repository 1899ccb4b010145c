package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// cutDevices are written at each commit of the workload, all with the same energy.
const cutDevices = 25

// TestPowerCuts records what a store writes and syncs, from the creation of its file on, and builds what a disk may hold after
// a power cut: what was not synced is there, is not, or is there in part. Each such image must open, with all
// that was acknowledged, and each commit whole. ARGUS_CAMPAIGN=1 builds 20,000 instead of 500.
func TestPowerCuts(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		missingForFile(t, "strace, which is in the package of that name")
	}
	dir := quickDir(t)
	log := filepath.Join(t.TempDir(), "trace")
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	child := exec.CommandContext(ctx, strace, "-f", "-xx", "-s", "4194304", "-o", log,
		"-e", "trace=openat,pwrite64,write,fdatasync,fsync,ftruncate,renameat,renameat2,rename,unlinkat,close",
		os.Args[0], "-test.run=^TestPowerCutsWorkload$")
	child.Env = append(os.Environ(), "ARGUS_WORKLOAD="+filepath.Join(dir, "argus.db"))
	if said, err := child.CombinedOutput(); err != nil {
		t.Fatalf("strace: %v\n%s", err, said)
	}
	moves := parseTrace(t, log, dir)
	if acks := countAcks(moves); acks != cutCommits+1 {
		t.Fatalf("the trace of %d moves has %d of %d commits", len(moves), acks, cutCommits+1)
	}
	t.Logf("%d moves", len(moves))
	inChild(t, "TestPowerCutsChild", campaign(500, 20000), "ARGUS_TRACE="+log, "ARGUS_TRACED="+dir)
}

const cutCommits = 60

// TestPowerCutsWorkload is what is traced. It says each commit that succeeded, as a scrape would.
func TestPowerCutsWorkload(t *testing.T) {
	path := os.Getenv("ARGUS_WORKLOAD")
	if path == "" {
		t.Skip("is the child of another test")
	}
	o := Options{Path: path, Zone: time.UTC, Log: fileLog(nil)}
	f, _ := mustOpen(t, o)
	fmt.Fprintln(os.Stdout, "ack 0")
	for n := range cutCommits {
		if n == cutCommits/2 { // across a restart
			if err := f.close(); err != nil {
				t.Fatal(err)
			}
			f, _ = mustOpen(t, o)
		}
		mustCommit(t, f, cutBatch(uint64(n+1)))
		fmt.Fprintln(os.Stdout, "ack", n+1)
		if n%5 == 4 {
			if _, err := f.retain(fileEpoch, Retention{MaxEvents: 30}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func cutBatch(n uint64) *batch {
	b := &batch{events: fileRecords(n*3-2, n*3), days: []closed{{1, power.Day(20260000 + n), fileTotals(int(n))}}}
	for i := range cutDevices {
		b.put = append(b.put, write{id: uint32(i + 1), cold: fileCold(i), meter: fileMeter(i, float64(n))})
	}
	return b
}

func TestPowerCutsChild(t *testing.T) {
	if os.Getenv("ARGUS_TRACE") == "" {
		t.Skip("is the child of another test")
	}
	moves := parseTrace(t, os.Getenv("ARGUS_TRACE"), os.Getenv("ARGUS_TRACED"))
	childCases(t, func(n int) string {
		random := rand.New(rand.NewPCG(11, uint64(n)))
		end := random.IntN(len(moves) + 1)
		if n%10 == 0 { // those while the file is made are few
			end = random.IntN(min(60, len(moves)))
		}
		image, acked := replay(moves[:end], random)
		if fault := judgeCut(t, image, acked); fault != "" {
			return fmt.Sprintf("after %d moves, %d commits acknowledged: %s", end, acked, fault)
		}
		return ""
	})
}

// judgeCut opens what is left after a power cut.
func judgeCut(t *testing.T, image map[string]content, acked int) string {
	dir := quickDir(t)
	defer func() { _ = os.RemoveAll(dir) }()
	for name, content := range image {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content.data, 0o600); err != nil {
			return err.Error()
		}
		if err := os.Truncate(path, content.size); err != nil {
			return err.Error()
		}
	}
	done, err := openFile(t.Context(), Options{Path: filepath.Join(dir, "argus.db"), Zone: time.UTC, Log: fileLog(nil)})
	if err != nil {
		return err.Error()
	}
	defer func() { _ = done.backend.close() }()
	switch {
	case done.quarantined != "":
		return "it was taken for damaged"
	case done.badRecords != 0:
		return fmt.Sprint(done.badRecords, " bad records")
	}
	return wholeCommits(t, done.backend.(*file), acked)
}

// wholeCommits says what is wrong with the commits in a file, of which some are known to be there.
func wholeCommits(t *testing.T, f *file, acked int) string {
	last := f.lastSeq()
	n := int(last / 3)
	if last%3 != 0 || n < max(acked, 0) || n > acked+1 {
		return fmt.Sprintf("the last event is %d, %d commits were acknowledged", last, acked)
	}
	events := allEvents(t, f, Filter{Newest: true})
	for i, r := range events {
		if want := fileRecord(last - uint64(i)); recordText(r) != recordText(want) {
			return fmt.Sprintf("event %d is %s", r.Seq, recordText(r))
		}
	}
	if len(events) < min(n*3, 30) {
		return fmt.Sprintf("%d events of %d", len(events), last)
	}
	devices, days, fault := 0, 0, ""
	err := f.load(func(id uint32, _ *cold, m *power.Meter) {
		if devices++; m.Sum.Joules != float64(n) {
			fault = fmt.Sprintf("device %d has %v J after %d commits", id, m.Sum.Joules, n)
		}
	})
	if err != nil {
		return err.Error()
	}
	_ = f.periods(t.Context(), false, 0, 99999999, func(_ uint32, day power.Day, sum power.Totals) bool {
		if days++; sum != fileTotals(int(day-20260000)) {
			fault = fmt.Sprintf("day %d is %+v", day, sum)
		}
		return true
	})
	if fault == "" && (days != n || devices != min(n, 1)*cutDevices) {
		fault = fmt.Sprintf("%d days and %d devices after %d commits", days, devices, n)
	}
	return fault
}
