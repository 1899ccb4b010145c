//go:build linux

package deploy

import (
	"os"
	"time"
)

// remove takes the directory of the file away while Argus runs: counters go on, in a new file.
func (s *soak) remove() {
	s.start()
	work, stop := s.running(s.scrapeAll)
	s.calm("before the directory is removed")
	if err := os.RemoveAll(s.dir); err != nil {
		s.t.Fatal(err)
	}
	s.storing.Store(false)
	outages, over := s.running(s.outages, s.outages)
	until(s.t, "a new file", func() (bool, any) {
		_, err := os.Stat(s.file())
		return err == nil, err
	})
	s.mended("directory that is gone", true)
	time.Sleep(3 * s.every)
	over()
	outages.Wait()
	s.ledger.mu.Lock()
	clear(s.ledger.told) // they are in the old file
	s.ledger.mu.Unlock()
	list, err := s.ledger.all()
	if err != nil {
		s.complain("%v", err)
	}
	for _, e := range list {
		s.ledger.note(e)
	}
	s.end(true)
	s.start()
	s.scraped("after the directory was removed")
	if again, err := s.ledger.all(); err != nil || len(again) < len(list) || len(list) == 0 {
		s.complain("%d events in the new file, %d after a restart: %v", len(list), len(again), err)
	}
	s.end(true)
	stop()
	work.Wait()
}
