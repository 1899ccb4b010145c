package collector

import (
	"sync"

	"github.com/argus-power/argus/power"
)

// outcomes remembers how the last probe of each target ended, so that only news
// are logged. When it holds too many it forgets them all: that costs log lines,
// nothing else.
type outcomes struct {
	mu   sync.Mutex
	last map[string]power.Reason
}

// changed records an outcome and says whether it is news. A first success is not.
func (o *outcomes) changed(key string, reason power.Reason) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	before, known := o.last[key]
	if known && before == reason {
		return false
	}
	if o.last == nil || !known && len(o.last) >= MaxTargets {
		o.last = map[string]power.Reason{}
	}
	o.last[key] = reason
	return known || reason != ""
}
