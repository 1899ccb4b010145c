package snmp

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// fake is an agent without a network, which counts what it is asked.
type fake struct {
	Recording
	gets, nexts, walks int
	asked              []string // all objects of GETs since the last time that this was set to nil
	patience           int      // instances that it tells of until it falls silent; 0 means all
	refuses            []string // objects of which it only says that something is wrong
	dead               error    // why it answers nothing
}

func (f *fake) Get(ctx context.Context, oids []string) ([]Value, error) {
	f.gets++
	f.asked = append(f.asked, oids...)
	values := make([]Value, len(oids))
	if err := f.silent(0); err != nil {
		return values, err
	}
	values, _ = f.Recording.Get(ctx, oids)
	var err error
	for i, oid := range oids {
		if slices.Contains(f.refuses, oid) {
			values[i], err = Value{}, &AgentError{Status: 5}
		}
	}
	return values, err
}

func (f *fake) Next(ctx context.Context, oids []string) ([]Varbind, error) {
	f.nexts++
	if err := f.silent(0); err != nil {
		return make([]Varbind, len(oids)), err
	}
	return f.Recording.Next(ctx, oids)
}

func (f *fake) Columns(ctx context.Context, roots []string, maxRows int) []Column {
	return f.Resume(ctx, columnsOf(roots), maxRows)
}

// Resume reads side by side, as a client does: a row of all columns, then the next.
func (f *fake) Resume(ctx context.Context, begun []Column, maxRows int) []Column {
	f.walks++
	whole := f.Recording.Resume(ctx, begun, maxRows)
	list := columnsOf(nil)
	ended := make([]bool, len(begun))
	for _, c := range begun {
		list = append(list, Column{Root: c.Root, Cells: slices.Clone(c.Cells)})
	}
	for more := true; more; {
		more = false
		for i := range whole {
			if list[i].Err != nil || ended[i] {
				continue
			}
			// That a column has no more is told, too.
			row := len(list[i].Cells)
			ended[i] = row == len(whole[i].Cells)
			if list[i].Err = f.silent(1); list[i].Err == nil && !ended[i] {
				list[i].Cells, more = append(list[i].Cells, whole[i].Cells[row]), true
			}
		}
	}
	return list
}

func (f *fake) silent(instances int) error {
	if f.dead != nil {
		return f.dead
	}
	if f.patience == 0 {
		return nil
	}
	if f.patience -= instances; f.patience <= 0 {
		f.patience = -1 << 30
		return ErrNoAnswer
	}
	return nil
}

// reader is a source of a fake agent, and its clock.
type reader struct {
	*Source
	t   *testing.T
	now time.Time
}

func newReader(t *testing.T, detect bool, modules ...*Module) *reader {
	r := &reader{t: t, now: noon}
	r.Source = &Source{Set: Combine(modules, detect), Now: func() time.Time { return r.now }}
	return r
}

// after lets some time pass and reads.
func (r *reader) after(d time.Duration, a agent) ([]power.Snapshot, error) {
	r.now = r.now.Add(d)
	if f, ok := a.(*fake); ok {
		f.gets, f.nexts, f.walks, f.asked = 0, 0, 0, nil
	}
	return finish(r.read(context.Background(), a))
}

// one is after for an agent with one device, of which nothing is missing.
func (r *reader) one(d time.Duration, a agent, want ...string) {
	r.t.Helper()
	list, err := r.after(d, a)
	wantNoError(r.t, err)
	wantLen(r.t, 1, list)
	if list[0].Err != nil {
		r.t.Error(list[0].Err)
	}
	wantShown(r.t, list[0], want...)
}

func wantReason(t *testing.T, want power.Reason, err error) {
	t.Helper()
	if _, ok := errors.AsType[*power.Failure](err); !ok || power.ReasonOf(err) != want {
		t.Errorf("got error %v with reason %q, want %q", err, power.ReasonOf(err), want)
	}
}

const (
	uptime   = "1.3.6.1.2.1.1.3.0|67|"
	objectID = "1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1."
)

// halfDead is an agent that never answers for one object.
type halfDead struct {
	Recording
	silent string
}

func (h halfDead) Get(ctx context.Context, oids []string) ([]Value, error) {
	values, _ := h.Recording.Get(ctx, oids)
	if i := slices.Index(oids, h.silent); i >= 0 {
		values[i] = Value{}
		return values, ErrNoAnswer
	}
	return values, nil
}
