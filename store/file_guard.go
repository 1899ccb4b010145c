package store

import (
	"fmt"
	"runtime/debug"
)

// A panicError is what was a panic of bbolt.
type panicError struct{ what string }

func (e *panicError) Error() string { return "bbolt panicked: " + e.what }

// guarded turns a panic into an error, also that of reading mapped memory behind which there is no file, or none that
// can be read.
func guarded(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = &panicError{fmt.Sprint(r)}
		}
	}()
	return do()
}
