package snmp

import (
	"fmt"
	"runtime"
	"sync"
	"weak"
)

// madeRows are the compiled rows that a module's codec has made and that are in use. Like devices say like things
// of themselves: without this, each would have some hundred rows of its own.
type madeRows struct {
	rows   interned[row]
	status interned[statusRow]
}

// interned are values by the text of what they were compiled of. Nobody keeps one that is not used any more.
type interned[T any] struct {
	mu   sync.Mutex
	list map[string]weak.Pointer[T]
}

// of returns the value for a definition, which it compiles unless there is one.
func (all *interned[T]) of(definition any, compile func() (*T, error)) (*T, error) {
	// Maps are in the order of their keys, and texts quoted: they may be what an agent says, and none can pass itself
	// off as another definition, which a device elsewhere may have.
	key := fmt.Sprintf("%#v", definition)
	all.mu.Lock()
	known := all.list[key].Value()
	all.mu.Unlock()
	if known != nil {
		return known, nil
	}
	fresh, err := compile()
	if err != nil {
		return nil, err
	}
	all.mu.Lock()
	defer all.mu.Unlock()
	if known := all.list[key].Value(); known != nil { // another one was faster
		return known, nil
	}
	if all.list == nil {
		all.list = map[string]weak.Pointer[T]{}
	}
	mine := weak.Make(fresh)
	all.list[key] = mine
	runtime.AddCleanup(fresh, func(mine weak.Pointer[T]) {
		all.mu.Lock()
		defer all.mu.Unlock()
		if all.list[key] == mine {
			delete(all.list, key)
		}
	}, mine)
	return fresh, nil
}
