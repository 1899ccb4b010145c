package store

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/argus-power/argus/power"
)

// Devices returns all devices, sorted by key.
func (s *Store) Devices() []Device {
	list := s.shelf.list()
	all := make([]Device, len(list))
	for i, e := range list {
		all[i] = e.device()
	}
	return all
}

// DevicesAt returns the devices that are known behind an address, sorted by key.
func (s *Store) DevicesAt(protocol, address string) []Device {
	var all []Device
	for _, e := range s.shelf.at(Key{Protocol: protocol, Address: address}) {
		all = append(all, e.device())
	}
	return all
}

func (e *entry) device() Device {
	e.mu.Lock()
	defer e.mu.Unlock()
	return Device{
		Key: e.key, Target: e.target, Module: e.module, Info: e.info,
		FirstSeen: e.firstSeen, LastSeen: e.lastSeen, Err: e.reason,
		Active: e.status.Active, OnBattery: e.watch.Since(power.OnBattery),
		Sum: e.view.sum, Metered: e.metered(), Counts: maps.Clone(e.view.counts),
	}
}

// Events hands over the records that a filter selects, until each returns false. What a commit under way has written
// can be read already, and is not on the disk yet: nobody is told of it, and none is later than [Store.LastSeq].
func (s *Store) Events(ctx context.Context, f Filter, each func(Record) bool) error {
	ctx, stop := s.whileOpen(ctx)
	defer stop()
	if last := s.LastSeq(); f.Before == 0 || f.Before > last {
		f.Before = last + 1
	}
	return s.ask(func(b backend) error { return b.events(ctx, f, each) })
}

// Backup writes a consistent copy of the file. Who receives it may take its time: nothing waits for that.
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	ctx, stop := s.whileOpen(ctx)
	defer stop()
	var made io.ReadCloser
	err := s.ask(func(b backend) (err error) {
		made, err = b.backup(ctx)
		return err
	})
	if err != nil {
		return err
	}
	defer func() { _ = made.Close() }()
	if _, err := io.Copy(&patientWriter{ctx, w}, made); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// whileOpen ends a context when the store is closed.
func (s *Store) whileOpen(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(s.alive, cancel)
	return ctx, func() {
		stop()
		cancel()
	}
}

// LastSeq is the sequence number of the newest record.
func (s *Store) LastSeq() uint64 { return s.seq.Load() }

// Periods returns the days (or months) from one to another, both inclusive, the running one among
// them, sorted by day and key. Days older than the retention are gone; their months remain.
func (s *Store) Periods(ctx context.Context, months bool, from, to power.Day) ([]Period, error) {
	ctx, stop := s.whileOpen(ctx)
	defer stop()
	if months {
		from, to = month(from), month(to)
	}
	s.midnight.RLock()
	defer s.midnight.RUnlock()
	found := map[slot]power.Totals{}
	err := s.ask(func(b backend) error {
		return b.periods(ctx, months, from, to, func(id uint32, day power.Day, t power.Totals) bool {
			found[slot{id, day}] = plus(found[slot{id, day}], t)
			return true
		})
	})
	if err != nil {
		return nil, err
	}
	return s.named(found, months, from, to), nil
}

// A slot is a day or month of a device.
type slot struct {
	id  uint32
	day power.Day
}

// named gives closed periods the names of their devices, and adds the running ones.
func (s *Store) named(found map[slot]power.Totals, months bool, from, to power.Day) []Period {
	keys := map[uint32]Key{}
	for _, e := range s.shelf.list() {
		id, day, today, ok := e.running()
		keys[id] = e.key
		if months {
			day = month(day)
		}
		if ok && from <= day && day <= to {
			found[slot{id, day}] = plus(found[slot{id, day}], today)
		}
	}
	var all []Period
	for at, sum := range found {
		if k, known := keys[at.id]; known {
			all = append(all, Period{Key: k, Day: at.day, Sum: sum})
		}
	}
	slices.SortFunc(all, func(a, b Period) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), a.compare(b.Key))
	})
	return all
}

// running returns what is committed of the day that is not over; ok is false if there is nothing to tell.
func (e *entry) running() (id uint32, day power.Day, today power.Totals, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.id, e.view.day, e.view.today, e.view.day != 0 && (e.view.metered || e.view.today != power.Totals{})
}
