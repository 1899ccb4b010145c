package collector

import (
	"errors"
	"strconv"

	"github.com/argus-power/argus/power"
)

// What one probe may bring in. Genuine servers and agents stay far below.
const (
	maxDevices = 1024
	maxSeries  = 30_000 // readings, and variables as they are
)

var errManySeries = &power.Failure{
	Reason: power.BadAnswer,
	Err:    errors.New("more than " + strconv.Itoa(maxSeries) + " values behind one target; the rest is left out"),
}

// bounded leaves out what goes beyond the bounds, and has the devices that lose something say so. What is
// left out is counted as dropped.
func bounded(list []power.Snapshot) []power.Snapshot {
	if more := len(list) - maxDevices; more > 0 {
		list = list[:maxDevices:maxDevices]
		list[0].Drops = append(list[0].Drops, power.Drop{
			Input: "devices", Value: strconv.Itoa(more) + " more than " + strconv.Itoa(maxDevices), Reason: power.TooMany,
		})
	}
	left := maxSeries
	for i := range list {
		s := &list[i]
		lost := cut(&s.Readings, &left) + cut(&s.Raw, &left)
		if lost == 0 {
			continue
		}
		s.Err = errManySeries
		s.Drops = append(s.Drops, power.Drop{Input: "values", Value: strconv.Itoa(lost), Reason: power.TooMany})
	}
	return list
}

// cut shortens a list to what is left, and returns how much it lost.
func cut[T any](list *[]T, left *int) (lost int) {
	if lost = len(*list) - *left; lost > 0 {
		*list = (*list)[:*left:*left]
	}
	*left -= len(*list)
	return max(lost, 0)
}
