package store

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// campaign is how many cases a campaign has: few, or all where they are asked for.
func campaign(few, all int) int {
	if os.Getenv("ARGUS_CAMPAIGN") != "" {
		return all
	}
	return few
}

// TestDamagedFiles opens files that are damaged in many ways. None may end the process, or give a record that was never
// written. ARGUS_CAMPAIGN=1 opens 6,000 instead of 300.
func TestDamagedFiles(t *testing.T) {
	inChild(t, "TestDamagedFilesChild", campaign(300, 6000))
}

// quickDir is a directory in memory, where there is one: a campaign syncs thousands of files.
func quickDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "argus-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// inChild has a test of another process do the cases of a campaign, and goes on after one that ends it.
func inChild(t *testing.T, name string, cases int, env ...string) {
	t.Helper()
	for next := 0; next < cases; {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
		child := exec.CommandContext(ctx, os.Args[0], "-test.run=^"+name+"$", "-test.count=1", "-test.timeout=20m")
		child.Env = append(append(os.Environ(), env...), fmt.Sprintf("ARGUS_CASES=%d-%d", next, cases))
		said, err := child.CombinedOutput()
		cancel()
		lines := bufio.NewScanner(bytes.NewReader(said))
		last := next - 1
		for lines.Scan() {
			number, verdict, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "case "), " ")
			n, bad := strconv.Atoi(number)
			switch {
			case bad != nil && !strings.HasPrefix(lines.Text(), "case "):
				continue
			case verdict != "":
				t.Error(lines.Text())
			}
			last = max(last, n)
		}
		if last < next && err != nil {
			t.Fatalf("%s: %v\n%s", name, err, said)
		}
		if err != nil && last < cases-1 {
			t.Errorf("case %d ended the process: %v\n%.2000s", last+1, err, tail(said))
			last++
		}
		next = last + 1
	}
}

func tail(b []byte) []byte { return b[max(0, len(b)-2000):] }

// childCases are those that a child is to do; it says each when it is done.
func childCases(t *testing.T, do func(n int) string) {
	t.Helper()
	first, last := 0, 0
	if n, _ := fmt.Sscanf(os.Getenv("ARGUS_CASES"), "%d-%d", &first, &last); n != 2 {
		t.Skip("is the child of another test")
	}
	for n := first; n < last; n++ {
		fmt.Fprintf(os.Stdout, "case %d %s\n", n, do(n))
	}
}

// TestDamagedFilesChild judges each file by the two states that it was written in last: a damaged meta page
// leads to the one before.
func TestDamagedFilesChild(t *testing.T) {
	if os.Getenv("ARGUS_CASES") == "" {
		t.Skip("is the child of another test")
	}
	o := fileOptions(t, nil)
	f, _ := mustOpen(t, o)
	devices, events := campaign(30, 60), uint64(campaign(900, 3000))
	fillFile(t, f, devices, events)
	for more := true; more; { // and some free pages
		more, _ = f.retain(fileEpoch, Retention{MaxEvents: int(events) * 9 / 10})
	}
	before := mustContent(t, f)
	mustCommit(t, f, &batch{events: fileRecords(events+1, events+10), put: []write{{id: 5, meter: fileMeter(77, 7e9)}, {id: 6, cold: fileCold(99)}}})
	after := mustContent(t, f)
	_ = f.close()
	whole := mustRead(t, o.Path)[:used(t, f)]
	childCases(t, func(n int) string {
		how, damaged := damaged(rand.New(rand.NewPCG(7, uint64(n))), whole)
		fault := judge(t, damaged, n%20 == 0, before, after)
		if fault != "" {
			fault = how + ": " + fault
		}
		return fault
	})
}

// damaged returns a damaged copy of a file.
func damaged(r *rand.Rand, whole []byte) (how string, b []byte) {
	const page = 4096
	b = bytes.Clone(whole)
	at := func() int { return r.IntN(len(whole)/page) * page }
	switch r.IntN(10) {
	case 0:
		n := r.IntN(len(b))
		return fmt.Sprint("cut at ", n), b[:n]
	case 1:
		n := at()
		return fmt.Sprint("cut at page ", n/page), b[:n]
	case 2:
		n := at()
		for i := range page {
			b[n+i] = byte(r.Uint32())
		}
		return fmt.Sprint("random page ", n/page), b
	case 3:
		n := at()
		clear(b[n : n+page])
		return fmt.Sprint("zero page ", n/page), b
	case 4:
		from, to := at(), at()
		copy(b[to:to+page], whole[from:from+page])
		return fmt.Sprintf("page %d in the place of %d", from/page, to/page), b
	case 5:
		n := r.IntN(2*page/64)*64 + r.IntN(64)
		b[n] ^= byte(1 + r.IntN(255))
		return fmt.Sprint("meta byte ", n), b
	case 6: // the header or the elements of a page
		n := at() + r.IntN(160)
		b[n] ^= 1 << r.IntN(8)
		return fmt.Sprintf("page %d, bit in byte %d", n/page, n%page), b
	case 7: // torn in sectors of 512 bytes
		n := at() + r.IntN(8)*512
		clear(b[n : n+512])
		return fmt.Sprintf("page %d, zero sector at %d", n/page, n%page), b
	}
	n := r.IntN(len(b))
	b[n] ^= byte(1 + r.IntN(255))
	return fmt.Sprint("byte ", n), b
}

// judge opens a damaged file, reads everything, writes and opens it again.
func judge(t *testing.T, damaged []byte, inspect bool, states ...map[string]string) string {
	o := Options{Path: filepath.Join(quickDir(t), "argus.db"), Zone: time.UTC, Log: fileLog(nil)}
	if inspect {
		o.Inspect = inspectInChild
	}
	defer func() { _ = os.RemoveAll(filepath.Dir(o.Path)) }()
	if err := os.WriteFile(o.Path, damaged, 0o600); err != nil {
		return err.Error()
	}
	done, err := openFile(t.Context(), o)
	if err != nil {
		return err.Error()
	}
	f := done.backend.(*file)
	defer func() { _ = f.close() }()
	content, err := fileContent(f)
	if err != nil {
		return "reading: " + err.Error()
	}
	if done.quarantined != "" {
		if kept, _ := os.ReadFile(done.quarantined); !bytes.Equal(kept, damaged) || len(content) != 0 {
			return "it was set aside and changed"
		}
	} else if fault := explained(content, done.badRecords, states); fault != "" {
		return fault
	}
	if err := f.commit(&batch{events: fileRecords(9000, 9001), put: []write{{id: 1, meter: fileMeter(1, 2)}}}); err != nil {
		return "commit: " + err.Error()
	}
	if err := f.close(); err != nil {
		return "close: " + err.Error()
	}
	return ""
}

// explained says whether a content is one of the states, but for records that are known to be bad.
func explained(content map[string]string, bad uint64, states []map[string]string) string {
	worst := ""
	for _, state := range states {
		wrong, lost := "", 0
		for name, text := range state {
			is, there := content[name]
			emptied := strings.HasPrefix(name, "meter ") && strings.HasPrefix(is, "{Sum:{Joules:0 Gap:0s OnBattery:0s}")
			switch {
			case !there && strings.HasPrefix(name, "meter "): // its device is
			case !there, emptied:
				lost++
			case is != text:
				wrong = fmt.Sprintf("%s is %q, was %q", name, is, text)
			}
		}
		extra := maps.Clone(content)
		maps.DeleteFunc(extra, func(name, _ string) bool { _, was := state[name]; return was })
		for name := range extra {
			wrong = name + " was never there"
		}
		if wrong == "" && uint64(lost) > bad {
			wrong = fmt.Sprintf("%d are lost, %d are known to be bad", lost, bad)
		}
		if wrong == "" {
			return ""
		}
		worst = wrong
	}
	return "SILENTLY WRONG: " + worst
}

// inspectInChild does what Argus does: it inspects in a process of its own.
func inspectInChild(ctx context.Context, path string) error {
	child := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestInspectChild$")
	child.Env = append(os.Environ(), "ARGUS_INSPECT="+path)
	said, err := child.CombinedOutput()
	if err != nil {
		return errors.New(string(tail(said)))
	}
	return nil
}

func TestInspectChild(t *testing.T) {
	path := os.Getenv("ARGUS_INSPECT")
	if path == "" {
		t.Skip("is the child of another test")
	}
	if err := Inspect(t.Context(), path); err != nil {
		t.Fatal(err)
	}
}
