package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"time"

	"github.com/argus-power/argus/snmp/trap"
)

const (
	// trapStateEvery is how often the clocks of senders are stored; what a crash forgets of them lets traps of
	// that time be replayed.
	trapStateEvery = 5 * time.Minute
	// maxTrapState bounds the file.
	maxTrapState = 4 << 20
)

// A trapState keeps what receiving traps has to remember over restarts in a small file beside the store.
type trapState struct {
	file string // "" keeps nothing
	last trap.State
}

// load reads the file. Without one it is a first start.
func (s *trapState) load() (state trap.State, err error) {
	if s.file == "" {
		return state, nil
	}
	f, err := os.Open(s.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return state, nil
	case err != nil:
		return state, err
	}
	defer f.Close()
	if err := json.NewDecoder(io.LimitReader(f, maxTrapState)).Decode(&state); err != nil {
		return trap.State{}, fmt.Errorf("read %s: %w", s.file, err)
	}
	return state, nil
}

// store replaces the file if there is something new.
func (s *trapState) store(state trap.State) error {
	if s.file == "" || reflect.DeepEqual(state, s.last) {
		return nil
	}
	text, err := json.Marshal(state)
	if err != nil {
		return err
	}
	next := s.file + ".new"
	if err := writeSynced(next, text); err != nil {
		return err
	}
	if err := os.Rename(next, s.file); err != nil {
		return err
	}
	s.last = state
	return nil
}

// writeSynced writes a file that is on disk when it returns: renamed before that, a power failure may leave it empty.
func writeSynced(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Sync(), f.Close())
}

// save stores the clocks now, from time to time, and at the end.
func (r *trapReceiver) save(ctx context.Context) {
	tick := time.NewTicker(trapStateEvery)
	defer tick.Stop()
	for over := false; ; {
		if err := r.kept.store(r.listener.State()); err != nil {
			r.log.Warn("the clocks of the senders of traps cannot be stored: after a restart one that was sent before may be "+
				"taken again", "err", err)
		}
		if over {
			return
		}
		select {
		case <-ctx.Done():
			_ = r.listener.Wait()
			over = true
		case <-tick.C:
		}
	}
}
