package store

import (
	"encoding/json"
	"fmt"

	"github.com/argus-power/argus/power"
)

// maxCold is the most bytes that are kept of what changes seldom.
const maxCold = 1 << 20

// encodeCold makes JSON of what changes seldom. Where it is too much, what was seen last is left out: the
// device is then met as if for the first time.
func encodeCold(c *cold) ([]byte, error) {
	b, err := json.Marshal(c)
	if err == nil && len(b) > maxCold {
		less := *c
		less.Watch = nil
		b, err = json.Marshal(&less)
	}
	if err != nil {
		return nil, fmt.Errorf("device %q at %q: %w", c.Key.Device, c.Key.Address, err)
	}
	if len(b) > maxCold {
		return nil, fmt.Errorf("device %q at %q: %d bytes are too much to remember", c.Key.Device, c.Key.Address, len(b))
	}
	return b, nil
}

// decodeCold reads what encodeCold wrote, or another version of Argus. What it does not understand is
// left out, but for the key: a device without a name is none.
func decodeCold(payload []byte) (*cold, bool) {
	c := new(cold)
	if json.Unmarshal(payload, c) != nil {
		*c = cold{}
		if !c.salvage(payload) {
			return nil, false
		}
	}
	if c.Watch == nil {
		c.Watch = new(power.Watch)
	}
	if c.Counts == nil {
		c.Counts = make(map[power.EventKind]Count)
	}
	return c, c.Key != Key{}
}

// salvage takes each field for itself.
func (c *cold) salvage(payload []byte) bool {
	var fields map[string]json.RawMessage
	if json.Unmarshal(payload, &fields) != nil || json.Unmarshal(fields["Key"], &c.Key) != nil {
		return false
	}
	watch, counts := new(power.Watch), make(map[power.EventKind]Count)
	_ = json.Unmarshal(fields["Target"], &c.Target)
	_ = json.Unmarshal(fields["Module"], &c.Module)
	_ = json.Unmarshal(fields["Info"], &c.Info)
	_ = json.Unmarshal(fields["FirstSeen"], &c.FirstSeen)
	if json.Unmarshal(fields["Watch"], watch) == nil { // half a memory gives false edges
		c.Watch = watch
	}
	if json.Unmarshal(fields["Counts"], &counts) == nil {
		c.Counts = counts
	}
	return true
}
