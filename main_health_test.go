package main

import (
	"strings"
	"testing"
)

// TestHealthCommand holds that it is well with an Argus that serves, and not with one that does not, or says no.
func TestHealthCommand(t *testing.T) {
	a := start(t)
	if _, _, err := command(t, "health", a.url+"/-/healthy"); err != nil {
		t.Errorf("of one that serves: %v", err)
	}
	if _, _, err := command(t, "health", a.url+"/probe"); err == nil || !strings.Contains(err.Error(), "400") {
		t.Errorf("of one that says no: %v", err)
	}
	a.stop()
	if err := <-a.done; err != nil {
		t.Error(err)
	}
	a.done <- nil // start waits for it, too
	if _, _, err := command(t, "health", a.url+"/-/healthy"); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("of one that has ended: %v", err)
	}
}
