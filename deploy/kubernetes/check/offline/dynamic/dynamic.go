// Package dynamic knows no cluster: see ../rest.
package dynamic

import (
	"context"
	"errors"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"k8s.io/client-go/rest"
)

// An Interface would be of a cluster.
type Interface interface {
	Resource(schema.GroupVersionResource) NamespaceableResourceInterface
}

// A NamespaceableResourceInterface would be of a kind of objects.
type NamespaceableResourceInterface interface {
	Namespace(string) ResourceInterface
	ResourceInterface
}

// A ResourceInterface would be of those in one namespace.
type ResourceInterface interface {
	Get(ctx context.Context, name string, options metav1.GetOptions, below ...string) (*unstructured.Unstructured, error)
	List(ctx context.Context, options metav1.ListOptions) (*unstructured.UnstructuredList, error)
}

// NewForConfig fails.
func NewForConfig(*rest.Config) (Interface, error) { return nil, errors.ErrUnsupported }
