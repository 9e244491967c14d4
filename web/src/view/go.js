// What is loaded before it is shown, and the way to the tour.
import { looped, tour } from '../parts.js';
import { beforeShown } from '../store.js';
import { addressOfLesson, lessonIn } from '../tour/addresses.js';

beforeShown((item) => Promise.all([item.kind && looped.load(), lessonIn(location.hash.slice(1)) >= 0 && tour.load()]));

/** To its first lesson that is not through. */
export async function goOnTour() {
  const found = await tour.want(goOnTour);
  if (found) location.hash = addressOfLesson(found.nextLesson());
}
