package store

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/argus-power/argus/power"
)

// written is how many bytes this process has handed to the system for writing, where it counts them.
func written() float64 {
	b, _ := os.ReadFile("/proc/self/io")
	_, rest, _ := strings.Cut(string(b), "wchar: ")
	line, _, _ := strings.Cut(rest, "\n")
	n, _ := strconv.ParseFloat(line, 64)
	return n
}

// BenchmarkFileFlush is a flush of all meters. Its written-B are what docs/storage.md multiplies by the flushes of a day.
func BenchmarkFileFlush(b *testing.B) {
	for _, devices := range []int{1, 100, 10000} {
		b.Run(fmt.Sprint("devices=", devices), func(b *testing.B) {
			f, _ := mustOpen(b, fileOptions(b, nil))
			fill := new(batch)
			for n := range devices {
				fill.put = append(fill.put, write{id: uint32(n + 1), cold: fileCold(n)})
			}
			mustCommit(b, f, fill)
			flush := func(n int) {
				all := new(batch)
				for i := range devices {
					all.put = append(all.put, write{id: uint32(i + 1), meter: fileMeter(i, 1e8+float64(n)*6465.25+float64(i))})
				}
				mustCommit(b, f, all)
			}
			for n := range 10 {
				flush(n)
			}
			before, n := written(), 10
			for b.Loop() {
				flush(n)
				n++
			}
			b.ReportMetric((written()-before)/float64(b.N), "written-B/op")
		})
	}
}

// BenchmarkFileEvent is the commit of an event by itself, with what else changes by it, into a file with many.
func BenchmarkFileEvent(b *testing.B) {
	f, _ := mustOpen(b, fileOptions(b, nil))
	fillFile(b, f, 100, 50000)
	before, seq := written(), uint64(50001)
	for b.Loop() {
		mustCommit(b, f, &batch{events: fileRecords(seq, seq), put: []write{{id: 7, cold: fileCold(6), meter: fileMeter(6, float64(seq))}}})
		seq++
	}
	b.ReportMetric((written()-before)/float64(b.N), "written-B/op")
}

// BenchmarkFileSizes is what a record of each kind takes of the file, with all that is around it.
func BenchmarkFileSizes(b *testing.B) {
	const devices, days, events = 1000, 50, 100_000
	grow := map[string]func(f *file){
		"B/device": func(f *file) {
			for n := range devices {
				mustCommit(b, f, &batch{put: []write{{id: uint32(n + 1), cold: fileCold(n), meter: fileMeter(n, 1e8+.1)}}})
			}
		},
		"B/device-day": func(f *file) {
			for day := range days {
				all := new(batch)
				for n := range devices {
					all.days = append(all.days, closed{uint32(n + 1), power.DayOf(fileEpoch.AddDate(0, 0, day)), fileTotals(n + day)})
				}
				mustCommit(b, f, all)
			}
		},
		"B/event": func(f *file) {
			for n := range uint64(events / 20) {
				mustCommit(b, f, &batch{events: fileRecords(n*20+1, n*20+20)})
			}
		},
	}
	for b.Loop() {
		for name, n := range map[string]int{"B/device": devices, "B/device-day": devices * days, "B/event": events} {
			f, _ := mustOpen(b, fileOptions(b, nil))
			f.db.NoSync = true // only here: what is measured is space
			grow[name](f)
			r, err := survey(b.Context(), f.path)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64((int64(r.meta.pages)-int64(r.free))*r.meta.pageSize)/float64(n), name)
		}
	}
}
