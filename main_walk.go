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
	c.Flag("root", "Subtree to record instead of all that matters; may be repeated.").
		PlaceHolder("OID").StringsVar(&o.walk.roots)
	c.Flag("keep", "Subtree in which nothing is redacted; may be repeated.").
		PlaceHolder("OID").StringsVar(&o.walk.keep)
	c.Flag("redact", "Replace serial numbers, names, addresses and secrets.").Default("true").
		BoolVar(&o.walk.redact)
	c.Flag("timeout", "How long it may take at most.").Default("10m").DurationVar(&o.walk.timeout)
}

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

	written  int
	verdicts map[snmp.Verdict]int
	doubtful []string // the first of them
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
	w := snmp.Walk{Agent: client, Roots: o.roots, Skip: snmp.WalkSkips(), Take: r.take, Note: r.note}
	if len(w.Roots) == 0 {
		w.Roots = snmp.WalkRoots()
	}
	if err = w.Run(ctx); err != nil && r.written > 0 {
		_, _ = io.WriteString(r.out, "# Incomplete: the walk ended before the agent's tree did.\n")
	}
	return err
}

// take writes a part of the tree with one call: what is interrupted has whole lines.
func (r *recorder) take(list []snmp.Varbind) error {
	var text strings.Builder
	if r.redactor != nil {
		r.redactor.Notice(list)
	}
	for _, v := range list {
		if v, write := r.redact(v); write {
			r.written++
			text.WriteString(snmp.FormatRecorded(v) + "\n")
		}
	}
	if len(list) > 0 && time.Since(r.told) > 3*time.Second {
		r.told = time.Now()
		fmt.Fprintf(r.tell, "%d objects so far, at %s\n", r.written, list[len(list)-1].OID)
	}
	if _, err := io.WriteString(r.out, text.String()); err != nil {
		return fmt.Errorf("write recording: %w", err)
	}
	return nil
}

func (r *recorder) redact(v snmp.Varbind) (to snmp.Varbind, write bool) {
	if r.redactor == nil {
		return v, true
	}
	v, verdict := r.redactor.Redact(v)
	r.verdicts[verdict]++
	if verdict == snmp.Doubtful && len(r.doubtful) < maxDoubtful {
		r.doubtful = append(r.doubtful, fmt.Sprintf("  %s %.60q", v.OID, v.Value.Text()))
	}
	return v, verdict != snmp.LeftOut
}

func (r *recorder) note(oid string, err error) {
	r.unread++
	fmt.Fprintf(r.tell, "Not readable and passed over, at %s or behind it: %v\n", oid, err)
}

// maxDoubtful is how many texts are shown that somebody should look at.
const maxDoubtful = 20

// summary tells what was done, and what is left to do.
func (r *recorder) summary() {
	say := func(format string, args ...any) { fmt.Fprintf(r.tell, format+"\n", args...) }
	say("%d objects written, %d places passed over.", r.written, r.unread)
	switch {
	case r.written+r.verdicts[snmp.LeftOut] == 0:
		return
	case r.redactor == nil:
		say("Nothing was redacted: this may hold passwords, and tells whose device it is. Do not publish it.")
		return
	}
	say("%d values redacted, %d objects left out because their index spells a text or an address.",
		r.verdicts[snmp.Redacted], r.verdicts[snmp.LeftOut])
	if r.missed != nil {
		say("Not all names were known ahead, so that some may have stayed in other texts: %v", r.missed)
	}
	if n := r.verdicts[snmp.Doubtful]; n > 0 {
		say("Texts that stayed though no module knows them: %d. The first:", n)
		say("%s", strings.Join(r.doubtful, "\n"))
	}
	say("Look it over before you publish it: no program knows every secret.")
}
