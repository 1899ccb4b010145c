package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// watch samples the process that is measured.
type watch struct {
	pid     int
	metrics string
	out     io.Writer
	samples []sample // at the beginning of the measured time, each minute, and at its end if it lives as long
}

// sample is what a process holds and has spent.
type sample struct {
	after      time.Duration
	cpu        time.Duration // user and system, since it was started
	rss, peak  float64       // MiB
	fds        int
	goroutines int
	threads    int
}

// run samples until the time is over.
func (w *watch) run(ctx context.Context, warm, duration time.Duration) {
	begun := time.Now()
	fmt.Fprintf(w.out, "%8s %10s %8s %8s %8s %10s %8s\n", "after", "CPU s", "cores", "RSS MiB", "fds",
		"goroutines", "threads")
	step := min(time.Minute, duration)
	last := sample{}
	for at := warm; ; at = min(at+step, warm+duration) {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Until(begun.Add(at))):
		}
		s, err := w.sample(ctx)
		if err != nil {
			fmt.Fprintln(w.out, "sample:", err)
			return
		}
		s.after = time.Since(begun)
		cores := 0.0
		if len(w.samples) > 0 {
			cores = (s.cpu - last.cpu).Seconds() / (s.after - last.after).Seconds()
		}
		w.samples, last = append(w.samples, s), s
		fmt.Fprintf(w.out, "%8s %10.1f %8.3f %8.0f %8d %10d %8d\n", s.after.Round(time.Second), s.cpu.Seconds(), cores,
			s.rss, s.fds, s.goroutines, s.threads)
		if at == warm+duration {
			return
		}
	}
}

func (w *watch) sample(ctx context.Context) (s sample, err error) {
	proc := fmt.Sprintf("/proc/%d/", w.pid)
	stat, err := os.ReadFile(proc + "stat")
	if err != nil {
		return s, err
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return s, fmt.Errorf("%sstat has %d fields", proc, len(fields))
	}
	for _, field := range fields[11:13] { // in ticks of 10 ms
		ticks, err := strconv.Atoi(field)
		if err != nil {
			return s, err
		}
		s.cpu += time.Duration(ticks) * 10 * time.Millisecond
	}
	status, err := os.ReadFile(proc + "status")
	if err != nil {
		return s, err
	}
	s.rss, s.peak = number(string(status), "VmRSS:")/1024, number(string(status), "VmHWM:")/1024
	s.threads = int(number(string(status), "Threads:"))
	open, err := os.ReadDir(proc + "fd")
	s.fds = len(open)
	s.goroutines = w.goroutines(ctx)
	return s, err
}

// number finds what stands behind a name at the beginning of a line; 0 if there is none.
func number(text, name string) float64 {
	for line := range strings.Lines(text) {
		if value, found := strings.CutPrefix(line, name); found {
			n, _ := strconv.ParseFloat(strings.Fields(value)[0], 64)
			return n
		}
	}
	return 0
}

// goroutines asks the exporter; 0 if it does not tell.
func (w *watch) goroutines(ctx context.Context) int {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, w.metrics, nil)
	if w.metrics == "" || err != nil {
		return 0
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0
	}
	defer func() { _ = response.Body.Close() }()
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		if value, found := strings.CutPrefix(lines.Text(), "go_goroutines "); found {
			n, _ := strconv.Atoi(value)
			return n
		}
	}
	return 0
}
