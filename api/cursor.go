package api

import (
	"strconv"
	"strings"

	"github.com/argus-power/argus/store"
)

// periodCursor is where a page of rows ended that are sorted by periods, and by names within them.
type periodCursor struct {
	at   int64
	name string
}

func (c periodCursor) text() string { return makeCursor("period", strconv.FormatInt(c.at, 10), c.name) }

func cursorOfPeriod(parts []string) *periodCursor {
	if len(parts) < 3 || parts[0] != "period" {
		return nil
	}
	at, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return nil
	}
	return &periodCursor{at, strings.Join(parts[2:], "\x00")}
}

// has says whether a row was on a page before; there may be none.
func (c *periodCursor) has(at int64, name string) bool {
	return c != nil && (at < c.at || at == c.at && name <= c.name)
}

// keyName sorts as keys do.
func keyName(k store.Key) string {
	return strings.Join([]string{k.Protocol, k.Address, k.Device}, "\x00")
}

// cursorTime is the same on every page: the whole span may begin with "an hour ago".
func (p period) cursorTime() int64 {
	if p.name == "all" || p.name == "total" {
		return 0
	}
	return p.start.Unix()
}
