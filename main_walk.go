package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/alecthomas/kingpin/v2"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/snmp"
)

// walkOptions are the flags of the command that records an agent.
type walkOptions struct {
	roots   []string
	keep    []string
	redact  bool
	timeout time.Duration
}

func (o *options) defineWalk(app *kingpin.Application) {
	c := app.Command("walk", "Record an SNMP agent on the standard output, as argus replay reads it, without "+
		"what tells whose device it is.")
	c.Arg("target", "host[:port].").Required().StringVar(&o.target)
	c.Flag("root", "Subtree to record instead of all that matters; may be repeated. What processes run is in none, "+
		"unless it is asked for by itself.").
		PlaceHolder("OID").StringsVar(&o.walk.roots)
	c.Flag("keep", "Subtree in which nothing is redacted; may be repeated.").
		PlaceHolder("OID").StringsVar(&o.walk.keep)
	c.Flag("redact", "Replace serial numbers, names, addresses and secrets.").Default("true").
		BoolVar(&o.walk.redact)
	c.Flag("timeout", "How long it may take at most.").Default("10m").DurationVar(&o.walk.timeout)
}

// processes are what a computer runs, in the Host Resources MIB: with their
// arguments, and those of the kernel, but nothing about power.
var processes = []string{"1.3.6.1.2.1.25.1.4", "1.3.6.1.2.1.25.4", "1.3.6.1.2.1.25.5", "1.3.6.1.2.1.25.6"}

// walk is the command that records an agent.
func walk(ctx context.Context, o options, stdout, stderr io.Writer) error {
	c, err := loadForOne(o.files)
	if err != nil {
		return err
	}
	target, err := c.Walk(o.target)
	if err != nil {
		return err
	}
	for _, list := range []*[]string{&o.walk.roots, &o.walk.keep} {
		if *list, err = snmp.ParseOIDs(*list); err != nil {
			return err
		}
	}
	limited, cancel := context.WithTimeout(ctx, o.walk.timeout)
	defer cancel()
	r := &recorder{out: stdout, tell: stderr, told: time.Now(), verdicts: map[snmp.Verdict]int{}}
	err = r.record(limited, target, o.walk)
	r.summary()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("recording of %s interrupted; what was written is a part of the device", target.Target)
	case errors.Is(err, context.DeadlineExceeded):
		err = fmt.Errorf("not done after %s; give it a longer --timeout, or less to do with --root: %w", o.walk.timeout, err)
	}
	return fmt.Errorf("record %s: %w", target.Target, err)
}

// A recorder writes what a walk finds.
type recorder struct {
	out      io.Writer
	tell     io.Writer      // for people
	redactor *snmp.Redactor // nil if everything stays
	told     time.Time      // when progress was told

	found    []snmp.Varbind
	written  int
	verdicts map[snmp.Verdict]int
	texts    doubts
	numbers  doubts
	unread   int
	missed   error // why not all names are known
}

// record walks the agent. What it wrote is good, whatever the error.
func (r *recorder) record(ctx context.Context, target *config.Walk, o walkOptions) error {
	client, err := target.Dial(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }() // nothing is lost with it
	if o.redact {
		r.redactor = target.Redactor(o.keep)
		r.missed = r.redactor.Learn(ctx, client)
	}
	w := snmp.Walk{Agent: client, Roots: o.roots, Skip: append(snmp.WalkSkips(), processes...), Take: r.take, Note: r.note}
	if len(w.Roots) == 0 {
		w.Roots = snmp.WalkRoots()
	}
	err = w.Run(ctx)
	if failed := r.write(err == nil); failed != nil {
		return failed
	}
	return err
}

// take keeps a part of the tree: what comes later may tell what must not be told of it.
func (r *recorder) take(list []snmp.Varbind) error {
	r.found = append(r.found, list...)
	if len(list) > 0 && time.Since(r.told) > 3*time.Second {
		r.told = time.Now()
		fmt.Fprintf(r.tell, "%d objects so far, at %s\n", len(r.found), list[len(list)-1].OID)
	}
	return nil
}

// write writes what was found.
func (r *recorder) write(complete bool) error {
	var text strings.Builder
	if r.redactor != nil {
		r.redactor.Notice(r.found)
	}
	for _, v := range r.found {
		if v, write := r.redact(v); write {
			r.written++
			text.WriteString(snmp.FormatRecorded(v) + "\n")
		}
	}
	if !complete && r.written > 0 {
		text.WriteString("# Incomplete: the walk ended before the agent's tree did.\n")
	}
	if _, err := io.WriteString(r.out, text.String()); err != nil {
		return fmt.Errorf("write recording: %w", err)
	}
	return nil
}

func (r *recorder) note(oid string, err error) {
	r.unread++
	fmt.Fprintf(r.tell, "Not readable and passed over, at %s or behind it: %v\n", oid, err)
}
