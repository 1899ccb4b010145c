package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"time"
	_ "time/tzdata" // time zones for where the system has none: containers, Windows

	"github.com/alecthomas/kingpin/v2"
	"github.com/prometheus/common/model"

	"github.com/argus-power/argus/store"
)

// storeOptions are the flags of the store, and the arguments of its commands.
type storeOptions struct {
	path       string
	flush      time.Duration
	retention  model.Duration
	maxEvents  int
	maxDevices int
	zone       string

	file   string // that is checked, compacted or exported; that of the flag if ""
	what   string
	format string
}

func (s *storeOptions) define(app *kingpin.Application) {
	app.Flag("storage.path", "File that keeps events and energy over restarts; with nothing behind the = everything "+
		"is kept in memory.").Default("data/argus.db").StringVar(&s.path)
	app.Flag("storage.flush-interval", "How often energy is written: what a crash loses at most.").
		Default("15s").DurationVar(&s.flush)
	s.retention = model.Duration(400 * 24 * time.Hour)
	app.Flag("storage.retention", "How long events, daily totals and devices that are not seen any more are kept, such "+
		"as 90d or 2y. Monthly totals are kept for ten years.").Default("400d").SetValue(&s.retention)
	app.Flag("storage.max-events", "How many events are kept.").Default("200000").IntVar(&s.maxEvents)
	app.Flag("storage.max-devices", "How many devices are kept.").Default("20000").IntVar(&s.maxDevices)
	app.Flag("storage.time-zone", "Time zone of days and months, such as Europe/Berlin.").
		Default("Local").StringVar(&s.zone)

	cmd := app.Command("store", "Look after the file of a stopped Argus.")
	check := cmd.Command("check", "Read the whole file and tell what it holds and what is wrong with it.")
	compact := cmd.Command("compact", "Write the file anew without the free space in it.")
	export := cmd.Command("export", "Print what the file holds, as far as it can be read.")
	for _, c := range []*kingpin.CmdClause{check, compact, export} {
		c.Arg("file", "The file; that of --storage.path if left out.").StringVar(&s.file)
	}
	export.Flag("what", "What to print: events, devices, days or months.").Default("events").
		EnumVar(&s.what, "events", "devices", "days", "months")
	export.Flag("format", "How to print it: json (one object a line) or csv.").Default("json").
		EnumVar(&s.format, "json", "csv")
	inspect := cmd.Command("inspect", "Read a file that may be damaged.").Hidden()
	inspect.Arg("file", "The file.").Required().StringVar(&s.file)
}

// open opens the store. It fails for flags that make no sense only: a file that cannot be used now
// is told by the log, the metrics and /-/ready, and tried again.
func (s *storeOptions) open(ctx context.Context, log *slog.Logger) (*store.Store, error) {
	zone, err := s.validate()
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, store.Options{
		Path: s.path, FlushEvery: s.flush, MaxDevices: s.maxDevices, Zone: zone, Now: time.Now, Log: log,
		Retention: s.keep(),
		Inspect:   inspectApart,
	}), nil
}

// validate finds what makes no sense, and the time zone.
func (s *storeOptions) validate() (*time.Location, error) {
	zone, err := time.LoadLocation(s.zone)
	switch {
	case err != nil:
		return nil, fmt.Errorf("--storage.time-zone: %w; write it as Europe/Berlin, UTC or Local", err)
	case s.flush < time.Second:
		return nil, fmt.Errorf("--storage.flush-interval: %s is less than 1s, the least there is", s.flush)
	case s.retention < model.Duration(24*time.Hour):
		return nil, fmt.Errorf("--storage.retention: %s is less than 1d, the least there is", s.retention)
	case s.maxEvents < 1 || s.maxDevices < 1:
		return nil, fmt.Errorf("--storage.max-events and --storage.max-devices: %d and %d, must be at least 1",
			s.maxEvents, s.maxDevices)
	}
	return zone, nil
}

// beside is the name of a file beside that of the store, "" if there is none.
func (s *storeOptions) beside(suffix string) string {
	if s.path == "" {
		return ""
	}
	return s.path + suffix
}

// keep is for how long things are kept: months longer than anything else, for they are few.
func (s *storeOptions) keep() store.Retention {
	const tenYears = 120 // months
	return store.Retention{Age: time.Duration(s.retention), MaxEvents: s.maxEvents, Months: tenYears}
}

// closePatience is how long the store may take to write what is left. It is not the time of running probes, which may
// be none.
const closePatience = 10 * time.Second

// closeStore writes what is left. A disk that hangs must not keep Argus from ending.
func closeStore(kept *store.Store, wait time.Duration, log *slog.Logger) {
	done := make(chan error, 1)
	go func() { done <- kept.Close() }()
	select {
	case err := <-done:
		if err != nil {
			log.Error("store not closed as it should be", "err", err)
		}
	case <-time.After(wait):
		log.Error("store not closed: the disk does not answer, and what happened since the last commit is lost",
			"waited", wait)
	}
}

// run carries out a command on the file.
func (s *storeOptions) run(ctx context.Context, command string, stdout io.Writer) error {
	path := s.file
	if path == "" {
		path = s.path
	}
	if path == "" {
		return fmt.Errorf("%s: name the file", command)
	}
	switch command {
	case "store check":
		return store.Check(ctx, path, stdout)
	case "store compact":
		return store.Compact(ctx, path, stdout)
	case "store export":
		return store.Export(ctx, path, s.what, s.format, stdout)
	}
	return store.Inspect(ctx, path)
}

// inspectApart reads a file in a process of its own, for a damaged one can end the process that reads it.
func inspectApart(ctx context.Context, path string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("%w: find the program itself: %w", store.ErrNotInspected, err)
	}
	out, err := exec.CommandContext(ctx, self, "store", "inspect", path).CombinedOutput()
	ended, told := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("%w: %w", store.ErrNotInspected, ctx.Err())
	case !told, strings.HasSuffix(ended.String(), "killed"), strings.HasSuffix(ended.String(), "terminated"):
		return fmt.Errorf("%w: %w", store.ErrNotInspected, err) // by somebody else, or it never started
	}
	return fmt.Errorf("%w: %s", err, firstLine(out))
}

// firstLine is what a program says before its stack.
func firstLine(out []byte) string {
	const most = 200
	line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return line[:min(len(line), most)]
}

// remark says how the store is, for /-/ready.
func remark(s store.Stats) string {
	switch {
	case s.InMemory:
		return "The store: in memory only, as --storage.path says.\n"
	case errors.Is(s.Err, store.ErrOpening):
		return fmt.Sprintf("The store: being opened, %d events wait in memory.\n", s.Pending)
	case s.Err != nil:
		return fmt.Sprintf("The store: failing, %d events wait in memory: %v\n", s.Pending, s.Err)
	}
	return fmt.Sprintf("The store: good, %d devices.\n", s.Devices)
}
